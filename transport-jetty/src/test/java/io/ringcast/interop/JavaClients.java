package io.ringcast.interop;

import io.socket.client.IO;
import io.socket.client.Manager;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** io.socket:socket.io-client for Java: what its versions 1 and 2 have in common. */
public final class JavaClients implements InteropClient {
    private final int protocol;

    public JavaClients(int protocol) {
        this.protocol = protocol;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    /** Version 1 drops a connection that tells it more than a text. */
    @Override
    public boolean takesRefusalData() {
        return protocol == 4;
    }

    @Override
    public InteropSocket open(String url, Settings settings) {
        IO.Options options = options(settings.query(), settings.auth());
        options.forceNew = true;
        options.transports = settings.transports().toArray(String[]::new);
        return new JavaSocket(IO.socket(URI.create(url), options), protocol).start();
    }

    private IO.Options options(Map<String, String> query, Map<String, String> auth) {
        IO.Options options = new IO.Options();
        if (protocol == 3) {
            Map<String, String> both = new HashMap<>(query);
            both.putAll(auth);
            options.query = query(both);
        } else {
            options.query = query(query);
            options.auth = new HashMap<>(auth);
        }
        return options;
    }

    private static String query(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public InteropSocket namespace(InteropSocket socket, String name, Map<String, ?> auth) {
        Map<String, String> told = new HashMap<>();
        auth.forEach((key, value) -> told.put(key, (String) value));
        Manager manager = ((JavaSocket) socket).manager();
        return new JavaSocket(manager.socket(name, options(Map.of(), told)), protocol).start();
    }

    @Override
    public void close() {}
}
