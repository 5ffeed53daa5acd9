package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection to a server under test, byte by byte. */
public class RawClient implements AutoCloseable {
    /** Much longer than anything here takes, and shorter than the tests' own limit. */
    public static final int PATIENCE_MILLIS = 20_000;

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(connect(port));
    }

    public RawClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(LOOPBACK, port), PATIENCE_MILLIS);
        return socket;
    }

    public Socket socket() {
        return socket;
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends a request with the headers that HTTP wants and those given. */
    public RawClient request(String method, String target, String... headers) throws IOException {
        return send(head(method, target, headers) + "\r\n");
    }

    public static String head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(h -> h.startsWith("Host:"))) {
            head.append("Host: localhost\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    public Response get(String target, String... headers) throws IOException {
        return request("GET", target, headers).response();
    }

    public Response post(String target, String body, String... headers) throws IOException {
        return post(target, body.getBytes(UTF_8), headers);
    }

    public Response post(String target, byte[] body, String... headers) throws IOException {
        sendPost(target, body, headers);
        return response();
    }

    public void sendPost(String target, byte[] body, String... headers) throws IOException {
        String head = head("POST", target, headers) + "Content-Length: " + body.length;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((head + "\r\n\r\n").getBytes(UTF_8));
        all.writeBytes(body);
        // At once: a server that refuses the head may have closed before the body is sent.
        send(all.toByteArray());
    }

    public Response response() throws IOException {
        return response(true);
    }

    /** Reads a response; one to HEAD has no body whatever its headers say. */
    public Response response(boolean hasBody) throws IOException {
        String status = line();
        List<String> headers = new ArrayList<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers.add(header);
        }
        Response head = new Response(status, headers, new byte[0]);
        int code = head.status();
        if (!hasBody || code == 204 || code == 304 || code == 101) {
            return head;
        }
        return new Response(status, headers, body(head));
    }

    private byte[] body(Response head) throws IOException {
        if ("chunked".equals(head.header("transfer-encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                all.write(bytes(size));
                line();
            }
            line();
            return all.toByteArray();
        }
        String length = head.header("content-length");
        return length == null ? in.readAllBytes() : bytes(Integer.parseInt(length));
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed after: " + line.toString(ISO_8859_1));
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    public byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed");
        }
        return bytes;
    }

    /** The next byte; -1 if the server has closed. */
    public int next() throws IOException {
        return in.read();
    }

    /** Waits for the server's end of the connection, skipping what comes before it. */
    public void awaitEnd() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // Also an end.
        }
    }

    /** Sends a byte now and then, until the server has closed. */
    public void trickle() throws IOException {
        socket.setSoTimeout(10);
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() - end < 0) {
            try {
                send("x");
                if (next() < 0) {
                    return;
                }
            } catch (SocketTimeoutException stillOpen) {
                // The next byte, then.
            } catch (SocketException closed) {
                return;
            }
        }
        throw new AssertionError("the server waits for more");
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Response(String statusLine, List<String> headerLines, byte[] bytes) {
        public int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        public String body() {
            return new String(bytes, UTF_8);
        }

        /** The first value of a header, or null. */
        public String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? null : values.get(0);
        }

        public List<String> headers(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headerLines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).trim())
                    .toList();
        }
    }
}
