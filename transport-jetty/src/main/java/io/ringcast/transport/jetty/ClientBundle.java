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

    // At most the eight files, each as it is and compressed; read when first asked for.
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
        byte[] content = version == null ? null : file(name, false);
        if (content == null) {
            headers.set("Content-Type", "text/plain; charset=utf-8");
            exchange.respond(response(404, headers, ABSENT));
            return;
        }
        String tag = '"' + version + '"';
        headers.set("ETag", tag).set("Cache-Control", "public, max-age=0");
        if (matches(exchange.header("If-None-Match"), tag)) {
            exchange.respond(new HttpResponse(304, headers, List.of(), false));
            return;
        }
        String type = name.endsWith(".map") ? "json" : "javascript";
        headers.set("Content-Type", "application/" + type + "; charset=utf-8");
        headers.add("Vary", "Accept-Encoding");
        byte[] packed = acceptsGzip(exchange) ? file(name, true) : null;
        if (packed != null) {
            headers.set("Content-Encoding", "gzip");
        }
        exchange.respond(response(200, headers, packed == null ? content : packed));
    }

    private static HttpResponse response(int status, ResponseHeaders headers, byte[] body) {
        return new HttpResponse(status, headers, List.of(ByteBuffer.wrap(body)), false);
    }

    private static boolean matches(@Nullable String condition, String tag) {
        return condition != null && (condition.equals(tag) || condition.equals("W/" + tag));
    }

    private static boolean acceptsGzip(HttpExchange exchange) {
        return exchange.headers("Accept-Encoding").stream()
                .anyMatch(value -> value.contains("gzip") && !value.contains("gzip;q=0"));
    }

    private byte @Nullable [] file(String name, boolean packed) {
        String key = packed ? name + ".gz" : name;
        byte[] known = files.get(key);
        if (known == null) {
            known = packed ? pack(name) : load(folder + name);
            if (known != null) {
                files.put(key, known);
            }
        }
        return known;
    }

    private byte @Nullable [] pack(String name) {
        byte[] content = file(name, false);
        return content == null ? null : Compression.pack("gzip", List.of(ByteBuffer.wrap(content)));
    }

    private static byte @Nullable [] load(String resource) {
        try (InputStream in = ClientBundle.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar can't be read", e);
        }
    }
}
