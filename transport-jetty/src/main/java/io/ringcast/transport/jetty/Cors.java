package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineRequest;
import io.ringcast.engineio.ResponseHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may use a server from a browser: Socket.IO's option {@code cors}.
 * Without it there are none.
 *
 * <p>A browser keeps the answers of a server from pages that the server does not name. It does not
 * do so for WebSockets; there the server itself refuses the origins that are not named here, unless
 * the page comes from the server's own host.
 *
 * <p>Immutable: each method returns a new value.
 *
 * <pre>{@code Cors.allow("https://example.org").credentials(true)}</pre>
 *
 * <p>Threads: any.
 */
public final class Cors {
    private static final String DEFAULT_METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";
    private static final String ORIGIN = "Origin";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String VARY = "Vary";

    private final Predicate<String> origins;
    private final boolean anyOrigin;
    private final boolean credentials;
    private final String methods;
    private final @Nullable String allowedHeaders;
    private final @Nullable String exposedHeaders;
    private final @Nullable Duration maxAge;
    private final int preflightStatus;
    private final boolean privateNetwork;

    private Cors(Draft draft) {
        this.origins = draft.origins;
        this.anyOrigin = draft.anyOrigin;
        this.credentials = draft.credentials;
        this.methods = draft.methods;
        this.allowedHeaders = draft.allowedHeaders;
        this.exposedHeaders = draft.exposedHeaders;
        this.maxAge = draft.maxAge;
        this.preflightStatus = draft.preflightStatus;
        this.privateNetwork = draft.privateNetwork;
        if (anyOrigin && credentials) {
            throw new IllegalArgumentException(
                    "credentials for any origin: name the origins, or decide with allowIf");
        }
    }

    private static Cors of(Predicate<String> origins) {
        return new Cors(new Draft(origins));
    }

    /**
     * Allows some origins by name. A name is a scheme, a host and, unless it is the scheme's own, a
     * port: {@code https://example.org}, {@code http://localhost:8080}. Upper case and a port that
     * need not be there make no difference. {@code https://*.example.org} means all hosts below the
     * domain, not the domain itself; {@code http://localhost:*} means all ports.
     *
     * <p>Pages in the shells of apps have names too: {@code capacitor://localhost}, {@code
     * ionic://localhost}, {@code app://.}, {@code file://}, {@code null}. The last two are the
     * names of many others: every file that a browser opens, every sandboxed frame.
     *
     * @param origin an origin
     * @param more other origins
     * @return the permission
     * @throws IllegalArgumentException if one is no origin; the message says what to write
     */
    public static Cors allow(String origin, String... more) {
        List<OriginPattern> all =
                Stream.concat(Stream.of(origin), Stream.of(more))
                        .map(OriginPattern::parse)
                        .toList();
        return of(name -> all.stream().anyMatch(pattern -> pattern.matches(name)));
    }

    /**
     * Allows the origins that a pattern matches as a whole.
     *
     * @param origins the pattern
     * @return the permission
     */
    public static Cors allow(Pattern origins) {
        Objects.requireNonNull(origins, "origins");
        return of(origin -> origins.matcher(origin).matches());
    }

    /**
     * Allows the origins that the application says yes to.
     *
     * @param origins asked for each request with an origin; must not block
     * @return the permission
     */
    public static Cors allowIf(Predicate<String> origins) {
        return of(Objects.requireNonNull(origins, "origins"));
    }

    /**
     * Allows every page of the web. Not together with credentials.
     *
     * @return the permission
     */
    public static Cors allowAny() {
        Draft draft = new Draft(origin -> true);
        draft.anyOrigin = true;
        return new Cors(draft);
    }

    /**
     * Says whether requests may carry cookies and other credentials. Default: not.
     *
     * @param allow true to allow
     * @return a new value
     * @throws IllegalArgumentException if every origin is allowed
     */
    public Cors credentials(boolean allow) {
        Draft draft = new Draft(this);
        draft.credentials = allow;
        return new Cors(draft);
    }

    /**
     * Names the methods. Default: GET, HEAD, PUT, PATCH, POST, DELETE.
     *
     * @param names the methods
     * @return a new value
     */
    public Cors methods(String... names) {
        Draft draft = new Draft(this);
        draft.methods = String.join(",", names);
        return new Cors(draft);
    }

    /**
     * Names the request headers that pages may set. Default: those that they ask for.
     *
     * @param names the headers
     * @return a new value
     */
    public Cors allowedHeaders(String... names) {
        Draft draft = new Draft(this);
        draft.allowedHeaders = String.join(",", names);
        return new Cors(draft);
    }

    /**
     * Names the headers of an answer that pages may read. Default: none beyond the usual.
     *
     * @param names the headers
     * @return a new value
     */
    public Cors exposedHeaders(String... names) {
        Draft draft = new Draft(this);
        draft.exposedHeaders = String.join(",", names);
        return new Cors(draft);
    }

    /**
     * Sets how long a browser may keep the answer to its first question. Default: its own choice.
     *
     * @param duration at least zero
     * @return a new value
     */
    public Cors maxAge(Duration duration) {
        Draft draft = new Draft(this);
        draft.maxAge = duration;
        return new Cors(draft);
    }

    /**
     * Sets the status of the answer to a browser's first question. Default: 204.
     *
     * @param status 200 or 204
     * @return a new value
     */
    public Cors optionsSuccessStatus(int status) {
        if (status != 200 && status != 204) {
            throw new IllegalArgumentException(
                    "optionsSuccessStatus must be 200 or 204: " + status);
        }
        Draft draft = new Draft(this);
        draft.preflightStatus = status;
        return new Cors(draft);
    }

    /**
     * Says whether allowed pages may come from a more public network than the server's: from the
     * internet to an office's network, or to the browser's own machine. Chromium asks for that
     * (Private Network Access). Default: not. Socket.IO has no such option.
     *
     * @param allow true to allow
     * @return a new value
     */
    public Cors allowPrivateNetwork(boolean allow) {
        Draft draft = new Draft(this);
        draft.privateNetwork = allow;
        return new Cors(draft);
    }

    boolean allows(String origin) {
        return origins.test(origin);
    }

    int preflightStatus() {
        return preflightStatus;
    }

    static boolean isPreflight(EngineRequest request) {
        return request.method().equals("OPTIONS");
    }

    /** Adds what a browser wants to see; of a disallowed origin's request it sees nothing (A21). */
    void apply(EngineRequest request, ResponseHeaders headers) {
        String origin = request.header(ORIGIN);
        if (anyOrigin) {
            headers.set(ALLOW_ORIGIN, "*");
        } else {
            headers.add(VARY, ORIGIN);
            if (origin != null && isPrintable(origin) && allows(origin)) {
                headers.set(ALLOW_ORIGIN, origin);
            }
        }
        if (credentials) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
        if (isPreflight(request)) {
            applyPreflight(request, headers);
        } else if (exposedHeaders != null) {
            headers.set("Access-Control-Expose-Headers", exposedHeaders);
        }
    }

    /** What is not can't be sent back. */
    private static boolean isPrintable(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private void applyPreflight(EngineRequest request, ResponseHeaders headers) {
        headers.set("Access-Control-Allow-Methods", methods);
        if (allowedHeaders != null) {
            headers.set("Access-Control-Allow-Headers", allowedHeaders);
        } else {
            String asked = request.header("Access-Control-Request-Headers");
            headers.add(VARY, "Access-Control-Request-Headers");
            if (asked != null && isPrintable(asked)) {
                headers.set("Access-Control-Allow-Headers", asked);
            }
        }
        if (privateNetwork
                && "true".equals(request.header("Access-Control-Request-Private-Network"))
                && headers.get(ALLOW_ORIGIN) != null) {
            headers.set("Access-Control-Allow-Private-Network", "true");
        }
        if (maxAge != null) {
            headers.set("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        }
    }

    /** A copy in the making. */
    private static final class Draft {
        private final Predicate<String> origins;
        private boolean anyOrigin;
        private boolean credentials;
        private String methods = DEFAULT_METHODS;
        private @Nullable String allowedHeaders;
        private @Nullable String exposedHeaders;
        private @Nullable Duration maxAge;
        private int preflightStatus = 204;
        private boolean privateNetwork;

        Draft(Predicate<String> origins) {
            this.origins = origins;
        }

        Draft(Cors cors) {
            this.origins = cors.origins;
            this.anyOrigin = cors.anyOrigin;
            this.credentials = cors.credentials;
            this.methods = cors.methods;
            this.allowedHeaders = cors.allowedHeaders;
            this.exposedHeaders = cors.exposedHeaders;
            this.maxAge = cors.maxAge;
            this.preflightStatus = cors.preflightStatus;
            this.privateNetwork = cors.privateNetwork;
        }
    }
}
