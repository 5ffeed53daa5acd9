package io.ringcast.transport.jetty;

import io.ringcast.engineio.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Compresses answers: Engine.IO's {@code httpCompression} (B18). */
final class Compression {
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
        String coding = coding(asked);
        if (coding == null) {
            return answer.body();
        }
        headers.put(HttpHeader.CONTENT_ENCODING, coding);
        headers.add(HttpHeader.VARY, "Accept-Encoding");
        return List.of(ByteBuffer.wrap(pack(coding, answer.body())));
    }

    /** The coding that both sides know; gzip if there is a choice. */
    static @Nullable String coding(HttpFields asked) {
        if (!asked.contains(HttpHeader.ACCEPT_ENCODING)) {
            return null;
        }
        List<String> accepted = asked.getQualityCSV(HttpHeader.ACCEPT_ENCODING);
        for (String coding : List.of("gzip", "deflate")) {
            if (accepted.stream().anyMatch(coding::equalsIgnoreCase)) {
                return coding;
            }
        }
        return null;
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
