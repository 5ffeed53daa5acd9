package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Compresses answers: Engine.IO's {@code httpCompression} (B18). */
final class Compression {
    private static final List<String> CODINGS = List.of("gzip", "deflate");
    private static final Pattern WEIGHT =
            Pattern.compile("\\s*[qQ]\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*");

    private final int threshold;

    /** Makes a compression of answers from a size on; 0 for none. */
    Compression(int threshold) {
        this.threshold = threshold;
    }

    /** The body to send, and what it says about itself in the headers. */
    List<ByteBuffer> encode(HttpResponse answer, HttpFields asked, HttpFields.Mutable headers) {
        if (threshold == 0
                || !answer.compressible()
                || answer.contentLength() < threshold
                || headers.contains(HttpHeader.CONTENT_ENCODING)) {
            return answer.body();
        }
        List<String> accepted = asked.getValuesList(HttpHeader.ACCEPT_ENCODING);
        String coding = coding(accepted, CODINGS);
        if (coding == null || !answer.memory().mayTake(answer.contentLength())) {
            return answer.body();
        }
        headers.put(HttpHeader.CONTENT_ENCODING, coding);
        headers.add(HttpHeader.VARY, "Accept-Encoding");
        return List.of(ByteBuffer.wrap(pack(coding, answer.body())));
    }

    /**
     * The coding that a client likes best of those that there are; null for none.
     *
     * @param accepted the values of {@code Accept-Encoding}
     * @param offered the codings, ours that we like best first
     */
    static @Nullable String coding(List<String> accepted, List<String> offered) {
        String best = null;
        // Who does not mention the plain form takes it, but likes any other better.
        double most = quality("identity", accepted, 0);
        for (String coding : offered) {
            double quality = quality(coding, accepted, quality("*", accepted, 0));
            if (quality > most || (best == null && quality > 0 && quality == most)) {
                best = coding;
                most = quality;
            }
        }
        return best;
    }

    private static double quality(String coding, List<String> accepted, double otherwise) {
        for (String line : accepted) {
            for (String item : line.split(",", -1)) {
                String[] parts = item.split(";", 2);
                if (parts[0].strip().equalsIgnoreCase(coding)) {
                    return parts.length == 1 ? 1 : weight(parts[1]);
                }
            }
        }
        return otherwise;
    }

    /** The number of {@code q=0.5}; what is none refuses. */
    private static double weight(String parameter) {
        Matcher weight = WEIGHT.matcher(parameter);
        return weight.matches() ? Double.parseDouble(weight.group(1)) : 0;
    }

    static byte[] pack(String coding, List<ByteBuffer> body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1_024);
        try (OutputStream out =
                coding.equals("gzip")
                        ? new GZIPOutputStream(packed)
                        : new DeflaterOutputStream(packed)) {
            for (ByteBuffer part : body) {
                byte[] bytes = new byte[part.remaining()];
                part.duplicate().get(bytes);
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail", e);
        }
        return packed.toByteArray();
    }
}
