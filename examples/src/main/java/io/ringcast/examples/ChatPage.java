package io.ringcast.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The chat's page: four small files, held in memory, so that serving them never blocks. */
final class ChatPage extends Handler.Abstract.NonBlocking {
    private static final Map<String, String> TYPES =
            Map.of(
                    "index.html", "text/html; charset=utf-8",
                    "chat.css", "text/css; charset=utf-8",
                    "chat.js", "text/javascript; charset=utf-8",
                    "icon.svg", "image/svg+xml");

    /** Nothing but what this server itself serves, and no script or style inside the page. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Map<String, byte[]> files = new HashMap<>();

    ChatPage() {
        TYPES.keySet().forEach(name -> files.put(name, load(name)));
    }

    private static byte[] load(String name) {
        try (InputStream in = ChatPage.class.getResourceAsStream("chat/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String name = path.equals("/") ? "index.html" : path.substring(1);
        byte[] file = files.get(name);
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        if (file == null || !(isHead || HttpMethod.GET.is(request.getMethod()))) {
            return false;
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, TYPES.get(name));
        headers.put(HttpHeader.CONTENT_LENGTH, file.length);
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        response.write(true, isHead ? null : ByteBuffer.wrap(file), callback);
        return true;
    }
}
