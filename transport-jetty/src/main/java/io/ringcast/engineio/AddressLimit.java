package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the sessions of each address, to keep one client from taking all places. */
@AnyThread
final class AddressLimit {
    // An address is in the map only while it has sessions.
    private final Map<String, Integer> sessions = new ConcurrentHashMap<>();
    private final int most;

    /** Makes a limit; 0 for none. */
    AddressLimit(int most) {
        this.most = most;
    }

    /** Says whether one more session would be too many at this moment. */
    boolean isReached(@Nullable String address) {
        return most > 0 && address != null && sessions.getOrDefault(address, 0) >= most;
    }

    /**
     * Counts one more session, unless that would be too many.
     *
     * @return whether it was counted: {@link #leave} has to follow then
     */
    boolean enter(@Nullable String address) {
        if (most == 0 || address == null) {
            return true;
        }
        if (sessions.merge(address, 1, Integer::sum) <= most) {
            return true;
        }
        leave(address);
        return false;
    }

    void leave(@Nullable String address) {
        if (most > 0 && address != null) {
            sessions.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** How many addresses have sessions. */
    int addresses() {
        return sessions.size();
    }
}
