package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.TunnelSupport;
import org.jspecify.annotations.Nullable;

/** The opening handshake of WebSockets (RFC 6455, and RFC 8441 for HTTP/2). */
final class WebSocketUpgrade {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private WebSocketUpgrade() {}

    /** Says whether a client asks for a WebSocket, well-formed or not. */
    static boolean isAskedFor(Request request) {
        return isExtendedConnect(request)
                || request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /** HTTP/2's way: a CONNECT with a protocol. */
    static boolean isExtendedConnect(Request request) {
        return request.getMethod().equals("CONNECT")
                && request.getTunnelSupport() != null
                && "websocket".equalsIgnoreCase(request.getTunnelSupport().getProtocol());
    }

    /** What is wrong with the request, or null. */
    static @Nullable String fault(Request request) {
        HttpFields headers = request.getHeaders();
        if (!VERSION.equals(headers.get(HttpHeader.SEC_WEBSOCKET_VERSION))) {
            return "Missing or invalid Sec-WebSocket-Version header";
        }
        if (isExtendedConnect(request)) {
            return null;
        }
        if (!request.getMethod().equals("GET")) {
            return "Invalid HTTP method";
        }
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
            return "WebSockets need HTTP/1.1 or newer";
        }
        return isKey(headers.get(HttpHeader.SEC_WEBSOCKET_KEY))
                ? null
                : "Missing or invalid Sec-WebSocket-Key header";
    }

    private static boolean isKey(@Nullable String key) {
        if (key == null || key.length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Accepts an offer to compress messages.
     *
     * @return false if there is none that can be accepted
     */
    static boolean acceptDeflate(Request request, Response response) {
        List<String> offers =
                request.getHeaders().getValuesList(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
        String answer = DeflateOffer.answer(offers);
        if (answer != null) {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, answer);
        }
        return answer != null;
    }

    /** Makes the answer that turns the connection into a WebSocket. */
    static void answer(Request request, Response response) {
        String protocol = protocol(request.getHeaders());
        if (protocol != null) {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, protocol);
        }
        TunnelSupport tunnel = request.getTunnelSupport();
        if (tunnel != null && isExtendedConnect(request)) {
            response.setStatus(200);
            return;
        }
        response.setStatus(101);
        response.getHeaders()
                .put(HttpHeader.UPGRADE, "websocket")
                .put(HttpHeader.CONNECTION, "Upgrade")
                .put(
                        HttpHeader.SEC_WEBSOCKET_ACCEPT,
                        accept(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY)));
    }

    /**
     * The sub-protocol that the client likes best, or null. It means nothing here, but a browser
     * that has asked for some closes a WebSocket whose server has chosen none.
     */
    static @Nullable String protocol(HttpFields headers) {
        List<String> asked = headers.getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
        return asked.isEmpty() || !TOKEN.matcher(asked.get(0)).matches() ? null : asked.get(0);
    }

    static String accept(@Nullable String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
