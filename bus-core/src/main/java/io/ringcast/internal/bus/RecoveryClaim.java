package io.ringcast.internal.bus;

import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its earlier session.
 *
 * @param pid the session's secret
 * @param offset what the client received last, or null for nothing
 */
record RecoveryClaim(String pid, @Nullable String offset) {
    private static final String PID = "pid";
    private static final String OFFSET = "offset";
    private static final String FOREIGN = "";
    private static final int MAX_OFFSET_LENGTH = 64;

    /** The claim in a client's auth; null if there is none. */
    static @Nullable RecoveryClaim of(Payload auth) {
        if (object(auth).get(PID) instanceof String pid && Ids.isPossible(pid)) {
            return new RecoveryClaim(
                    pid, object(auth).get(OFFSET) instanceof String text ? offset(text) : null);
        }
        return null;
    }

    /** A claim lives as long as its socket: what is too long for an offset is none of ours. */
    private static String offset(String told) {
        return told.length() > MAX_OFFSET_LENGTH ? FOREIGN : told;
    }

    /** The auth without the claim: what the application sees. */
    static Payload without(Payload auth) {
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>(object(auth));
        rest.remove(PID);
        rest.remove(OFFSET);
        return rest.isEmpty() ? Payload.of() : Payload.of(rest);
    }

    private static Map<?, ?> object(Payload auth) {
        try {
            return auth.size() == 1 && auth.get(0) instanceof Map<?, ?> told ? told : Map.of();
        } catch (PayloadException unreadable) {
            return Map.of();
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "RecoveryClaim[" + offset + "]";
    }
}
