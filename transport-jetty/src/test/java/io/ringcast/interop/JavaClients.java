package io.ringcast.interop;

import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.SocketOptionBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** io.socket:socket.io-client for Java. */
final class JavaClients implements InteropClient {

    @Override
    public InteropSocket open(String url, Settings settings) {
        IO.Options options =
                IO.Options.builder()
                        .setForceNew(true)
                        .setTransports(settings.transports().toArray(String[]::new))
                        .setQuery(query(settings.query()))
                        .setAuth(new HashMap<>(settings.auth()))
                        .build();
        return new JavaSocket(IO.socket(URI.create(url), options)).start();
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
        IO.Options options = SocketOptionBuilder.builder().setAuth(told).build();
        Manager manager = ((JavaSocket) socket).manager();
        return new JavaSocket(manager.socket(name, options)).start();
    }

    @Override
    public void close() {}
}
