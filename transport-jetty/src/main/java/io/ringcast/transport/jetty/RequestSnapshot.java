package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.HandshakeRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What a session keeps of the request that opened it: nothing of Jetty's. */
@AnyThread
final class RequestSnapshot implements HandshakeRequest {
    /*
     * Held for the whole life of a session, so it is small: the headers are one string (a byte a
     * character), taken apart when somebody asks. Both maps are made anew then and kept; two
     * threads may do so at the same time, with equal results, and each map is unmodifiable.
     */
    private static final char SEPARATOR = '\n';

    private static final String OF_JETTY = "org.eclipse.jetty.";

    private final String url;
    private final String headerLines;
    private final @Nullable String address;
    private final boolean secure;
    private final List<X509Certificate> peerCertificates;
    private final Map<String, Object> attributes;
    private final long issuedMillis = System.currentTimeMillis();
    private @Nullable Map<String, String> query;
    private @Nullable Map<String, List<String>> headers;

    RequestSnapshot(Request request, ClientView client, List<X509Certificate> peerCertificates) {
        this.url = request.getHttpURI().getPathQuery();
        this.headerLines = lines(request.getHeaders());
        this.address = client.address();
        this.secure = client.isSecure();
        this.peerCertificates = peerCertificates;
        this.attributes = notes(request);
    }

    /** What the application has noted, without what Jetty has. */
    private static Map<String, Object> notes(Request request) {
        Map<String, Object> notes = new HashMap<>();
        for (String name : request.getAttributeNameSet()) {
            Object value = name.startsWith(OF_JETTY) ? null : request.getAttribute(name);
            if (value != null) {
                notes.put(name, value);
            }
        }
        return Map.copyOf(notes);
    }

    private static String lines(HttpFields fields) {
        StringBuilder lines = new StringBuilder(256);
        for (HttpField field : fields) {
            String value = field.getValue();
            lines.append(field.getName()).append(SEPARATOR);
            lines.append(value == null ? "" : value).append(SEPARATOR);
        }
        return lines.toString();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Map<String, String> query() {
        Map<String, String> known = query;
        if (known == null) {
            int mark = url.indexOf('?');
            known = mark < 0 ? Map.of() : QueryString.parse(url.substring(mark + 1));
            query = known;
        }
        return known;
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> known = headers;
        if (known == null) {
            known = split(headerLines);
            headers = known;
        }
        return known;
    }

    private static Map<String, List<String>> split(String lines) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int from = 0;
        while (from < lines.length()) {
            int colon = lines.indexOf(SEPARATOR, from);
            int end = lines.indexOf(SEPARATOR, colon + 1);
            String name = lines.substring(from, colon).toLowerCase(Locale.ROOT);
            values.computeIfAbsent(name, key -> new ArrayList<>(1))
                    .add(lines.substring(colon + 1, end));
            from = end + 1;
        }
        values.replaceAll((name, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(values);
    }

    @Override
    public @Nullable String address() {
        return address;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public Instant issued() {
        return Instant.ofEpochMilli(issuedMillis);
    }
}
