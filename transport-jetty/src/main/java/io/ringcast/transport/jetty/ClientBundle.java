package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.engineio.HttpExchange;
import io.ringcast.engineio.HttpResponse;
import io.ringcast.engineio.ResponseHeaders;
import io.ringcast.loop.AnyThread;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The browser client of the official project, served from this jar: {@code serveClient} (U4). */
@AnyThread
final class ClientBundle {
    private static final Set<String> NAMES =
            Set.of(
                    "socket.io.js",
                    "socket.io.min.js",
                    "socket.io.esm.min.js",
                    "socket.io.msgpack.min.js",
                    "socket.io.js.map",
                    "socket.io.min.js.map",
                    "socket.io.esm.min.js.map",
                    "socket.io.msgpack.min.js.map");

    private static final byte[] ABSENT =
            "The browser client is not in this build of the server.\n".getBytes(UTF_8);

    private static final String PLAIN = "identity";
    private static final String GZIP = "gzip";
    private static final String BROTLI = "br";

    // At most the eight files, each as it is and compressed in two ways; read when first asked for.
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final String folder;
    private final @Nullable String version;

    ClientBundle() {
        this("client/");
    }

    ClientBundle(String folder) {
        this.folder = folder;
        this.version = readVersion(folder);
    }

    private static @Nullable String readVersion(String folder) {
        byte[] properties = load(folder + "client.properties");
        if (properties == null) {
            return null;
        }
        try {
            Properties read = new Properties();
            read.load(new ByteArrayInputStream(properties));
            return read.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail", e);
        }
    }

    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    /** Answers a GET or HEAD for one of the names. */
    void serve(String name, HttpExchange exchange, ResponseHeaders headers) {
        byte[] content = version == null ? null : file(name, PLAIN);
        if (content == null) {
            headers.set("Content-Type", "text/plain; charset=utf-8");
            exchange.respond(response(404, headers, ABSENT));
            return;
        }
        String tag = '"' + version + '"';
        headers.set("ETag", tag).set("Cache-Control", "public, max-age=0");
        headers.add("Vary", "Accept-Encoding");
        if (matches(exchange.header("If-None-Match"), tag)) {
            exchange.respond(new HttpResponse(304, headers, List.of(), false));
            return;
        }
        String type = name.endsWith(".map") ? "json" : "javascript";
        headers.set("Content-Type", "application/" + type + "; charset=utf-8");
        String coding = Compression.coding(exchange.headers("Accept-Encoding"), codings(name));
        if (coding != null) {
            headers.set("Content-Encoding", coding);
        }
        byte[] body = coding == null ? null : file(name, coding);
        exchange.respond(response(200, headers, body == null ? content : body));
    }

    private static HttpResponse response(int status, ResponseHeaders headers, byte[] body) {
        return new HttpResponse(status, headers, List.of(ByteBuffer.wrap(body)), false);
    }

    private static boolean matches(@Nullable String condition, String tag) {
        return condition != null && (condition.equals(tag) || condition.equals("W/" + tag));
    }

    /** What there is of a file, the smallest first. A build without Node has no Brotli. */
    private List<String> codings(String name) {
        return file(name, BROTLI) == null ? List.of(GZIP) : List.of(BROTLI, GZIP);
    }

    private byte @Nullable [] file(String name, String coding) {
        String key = name + '.' + coding;
        byte[] known = files.get(key);
        if (known == null) {
            known =
                    switch (coding) {
                        case GZIP -> pack(name);
                        case BROTLI -> load(folder + name + ".br");
                        default -> load(folder + name);
                    };
            if (known != null) {
                files.put(key, known);
            }
        }
        return known;
    }

    private byte @Nullable [] pack(String name) {
        byte[] content = file(name, PLAIN);
        return content == null ? null : Compression.pack(GZIP, List.of(ByteBuffer.wrap(content)));
    }

    private static byte @Nullable [] load(String resource) {
        try (InputStream in = ClientBundle.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar can't be read", e);
        }
    }
}
