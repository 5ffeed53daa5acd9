package io.ringcast.internal.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.Payload;
import io.ringcast.protocol.ProtocolException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client of Socket.IO 2 asks for: a namespace's name, and behind a question mark what later
 * clients call auth.
 *
 * @param path the namespace's name
 * @param auth nothing, or the parameters by name; the last of a name counts
 */
record NamespaceQuery(String path, Payload auth) {

    static NamespaceQuery parse(String name) {
        int mark = name.indexOf('?');
        if (mark < 0) {
            return new NamespaceQuery(name, Payload.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : name.substring(mark + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String key = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(key), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        String path = name.substring(0, mark);
        return new NamespaceQuery(
                path, parameters.isEmpty() ? Payload.of() : Payload.of(parameters));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Illegal query of a namespace");
        }
    }
}
