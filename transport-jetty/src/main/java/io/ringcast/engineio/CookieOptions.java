package io.ringcast.engineio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that carries the session id for load balancers: Engine.IO's {@code cookie}. Set with
 * the answer to a polling handshake only; the engine never reads it.
 *
 * @param name its name; default {@code io}
 * @param path its path, or null for none; default {@code /}
 * @param httpOnly whether scripts can't read it; default true
 * @param sameSite {@code Lax}, {@code Strict} or {@code None}, or null for none; default {@code
 *     Lax}. {@code None} needs {@code secure}, as browsers drop such a cookie otherwise
 * @param secure whether it is for TLS only; default false
 * @param domain its domain, or null for none; default none
 * @param maxAge how long it is kept, or null for the browser's session; default null
 */
public record CookieOptions(
        String name,
        @Nullable String path,
        boolean httpOnly,
        @Nullable String sameSite,
        boolean secure,
        @Nullable String domain,
        @Nullable Duration maxAge) {

    /** {@code io=<id>; Path=/; HttpOnly; SameSite=Lax}. */
    public static final CookieOptions DEFAULT =
            new CookieOptions("io", "/", true, "Lax", false, null, null);

    /**
     * Checks the values.
     *
     * @param name its name
     * @param path its path, or null
     * @param httpOnly whether scripts can't read it
     * @param sameSite one of three words, or null
     * @param secure whether it is for TLS only
     * @param domain its domain, or null
     * @param maxAge how long it is kept, or null
     */
    public CookieOptions {
        checkText("name", name);
        checkText("path", path);
        checkText("domain", domain);
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("not a cookie name: " + name);
        }
        if (sameSite != null && !sameSite.matches("Lax|Strict|None")) {
            throw new IllegalArgumentException("sameSite must be Lax, Strict or None: " + sameSite);
        }
        if ("None".equals(sameSite) && !secure) {
            throw new IllegalArgumentException(
                    "sameSite None needs secure true: browsers drop such a cookie otherwise");
        }
    }

    private static void checkText(String what, @Nullable String value) {
        if (value != null
                && !value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ';' && c != ',')) {
            throw new IllegalArgumentException("illegal character in the cookie's " + what);
        }
    }

    String headerValue(String id) {
        StringBuilder text = new StringBuilder(64).append(name).append('=').append(id);
        if (maxAge != null) {
            text.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (domain != null) {
            text.append("; Domain=").append(domain);
        }
        if (path != null) {
            text.append("; Path=").append(path);
        }
        if (httpOnly) {
            text.append("; HttpOnly");
        }
        if (secure) {
            text.append("; Secure");
        }
        if (sameSite != null) {
            text.append("; SameSite=").append(sameSite);
        }
        return text.toString();
    }
}
