package io.ringcast.transport.jetty;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients offer about permessage-deflate, and the answer to it (RFC 7692, section 7.1). */
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";
    private static final String WINDOW = "server_max_window_bits";

    /** An answer with which only clients keep a context between messages. */
    static final String SHORT_ANSWER = NAME + "; server_no_context_takeover";

    private static final String ANSWER = SHORT_ANSWER + "; client_no_context_takeover";

    private DeflateOffer() {}

    /**
     * The answer to the first offer that can be accepted, or null.
     *
     * @param offers the values of Sec-WebSocket-Extensions, the best first
     */
    static @Nullable String answer(List<String> offers) {
        return answer(offers, true);
    }

    /** Says whether there is an offer that {@link #SHORT_ANSWER} accepts. */
    static boolean takesShortAnswer(List<String> offers) {
        return answer(offers, false) != null;
    }

    private static @Nullable String answer(List<String> offers, boolean speaksOfWindows) {
        for (String value : offers) {
            for (String offer : value.split(",", -1)) {
                String answer = answer(offer.split(";", -1));
                if (answer != null && (speaksOfWindows || !answer.contains(WINDOW))) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static @Nullable String answer(String... parts) {
        if (parts.length == 0 || !parts[0].trim().equalsIgnoreCase(NAME)) {
            return null;
        }
        String answer = ANSWER;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            String name = parameter[0].trim().toLowerCase(Locale.ROOT);
            String bits = parameter.length == 1 ? null : unquoted(parameter[1].trim());
            if (!seen.add(name) || !isAcceptable(name, bits)) {
                return null;
            }
            if (name.equals(WINDOW)) {
                answer += "; " + WINDOW + "=15";
            }
        }
        return answer;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isAcceptable(String name, @Nullable String bits) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> bits == null;
            // The JDK's deflater has no smaller window.
            case WINDOW -> "15".equals(bits);
            case "client_max_window_bits" -> bits == null || bits.matches("[89]|1[0-5]");
            default -> false;
        };
    }
}
