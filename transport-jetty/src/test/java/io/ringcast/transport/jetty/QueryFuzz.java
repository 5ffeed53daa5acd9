package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;

/**
 * What stands in the head of a handshake: queries are decoded without a failure, and are the same
 * after they were written and read again; origins, hosts and the words of proxies are read without
 * one, and what has been read is read again as the same.
 */
public final class QueryFuzz {
    private QueryFuzz() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        String query = new String(input, UTF_8);
        Map<String, String> parameters = QueryString.parse(query);
        Map<String, String> again = QueryString.parse(write(parameters));
        if (!again.equals(parameters)) {
            throw new AssertionError(parameters + " became " + again);
        }
        checkOrigin(query);
        checkOrigin("http://" + query);
        TrustedProxies any = TrustedProxies.in("0.0.0.0/0", "::/0");
        HttpFields headers =
                HttpFields.build()
                        .add("X-Forwarded-For", query)
                        .add("X-Forwarded-Proto", query)
                        .add("X-Forwarded-Host", query)
                        .add("Forwarded", query);
        ClientView direct = new ClientView("127.0.0.1", null, false, null);
        checkAddress(any.look(direct, new byte[] {127, 0, 0, 1}, headers));
        checkAddress(any.forwarded().look(direct, new byte[] {127, 0, 0, 1}, headers));
    }

    private static void checkOrigin(String text) {
        WebOrigin origin = WebOrigin.parse(text);
        if (origin != null && !origin.equals(WebOrigin.parse(origin.toString()))) {
            throw new AssertionError("another origin than itself: " + text);
        }
    }

    private static void checkAddress(ClientView client) {
        byte[] address = IpAddress.parse(client.address());
        if (address == null || !IpAddress.text(address).equals(client.address())) {
            throw new AssertionError("no address: " + client.address());
        }
    }

    private static String write(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> escape(e.getKey()) + "=" + escape(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
