package io.ringcast.interop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Engine.IO by hand, over the HTTP client of the JDK. */
final class Wire {
    /** Stands between the packets of a payload. */
    static final String RS = "\u001e";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private final String address;

    Wire(int port, String path) {
        this.address = "127.0.0.1:" + port + path + "/";
    }

    /** A session that polls. */
    Poller poller() throws Exception {
        String open = get("?EIO=4&transport=polling").body();
        return new Poller(this, open, sid(open));
    }

    static String sid(String open) {
        Matcher matcher = SID.matcher(open);
        if (!matcher.find()) {
            throw new AssertionError("no id in " + open);
        }
        return matcher.group(1);
    }

    WireSocket webSocket() throws Exception {
        return webSocket("?EIO=4&transport=websocket");
    }

    /** Opens a WebSocket; throws if the server answers anything but 101. */
    WireSocket webSocket(String query) throws Exception {
        return WireSocket.open(HTTP, URI.create("ws://" + address + query));
    }

    HttpResponse<String> get(String query) throws Exception {
        return get(send("GET", query, null));
    }

    HttpResponse<String> request(String method, String query, String body) throws Exception {
        return get(send(method, query, body));
    }

    CompletableFuture<HttpResponse<String>> send(String method, String query, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + query))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One session over polling. */
    record Poller(Wire wire, String openPacket, String sid) {

        String query() {
            return "?EIO=4&transport=polling&sid=" + sid;
        }

        String poll() throws Exception {
            HttpResponse<String> response = get(pollAsync());
            return response.statusCode() == 200 ? response.body() : "" + response.statusCode();
        }

        CompletableFuture<HttpResponse<String>> pollAsync() {
            return wire.send("GET", query(), null);
        }

        HttpResponse<String> post(String payload) throws Exception {
            return wire.request("POST", query(), payload);
        }

        /** Sends, and expects that it is taken. */
        void push(String payload) throws Exception {
            HttpResponse<String> response = post(payload);
            if (!response.body().equals("ok")) {
                throw new AssertionError(response.statusCode() + " " + response.body());
            }
        }

        WireSocket upgrade() throws Exception {
            return wire.webSocket("?EIO=4&transport=websocket&sid=" + sid);
        }
    }
}
