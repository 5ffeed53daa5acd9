package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands in the head of a handshake: queries are decoded without a failure, and are the same
 * after they were written and read again; origins are compared with hosts without one.
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
        Origins.isSameHost(query, "localhost:80");
        if (query.length() > 3 && !Origins.isSameHost("http://" + query, query)) {
            throw new AssertionError("another host than itself: " + query);
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
