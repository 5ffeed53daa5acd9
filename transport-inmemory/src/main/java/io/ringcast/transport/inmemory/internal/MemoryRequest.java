package io.ringcast.transport.inmemory.internal;

import io.ringcast.transport.HandshakeRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a client of this process arrived: as its options say. */
record MemoryRequest(
        Map<String, String> query,
        Map<String, List<String>> headers,
        @Nullable String address,
        Instant issued)
        implements HandshakeRequest {

    @Override
    public String url() {
        return query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "/socket.io/?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public boolean isSecure() {
        return true;
    }
}
