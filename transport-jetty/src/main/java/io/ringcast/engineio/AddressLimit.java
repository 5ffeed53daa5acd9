package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sessions of each address, to keep one client from taking all places. Of IPv6 it is the
 * first 64 bits that count: a single host has all the addresses behind them.
 */
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
        return most > 0 && address != null && sessions.getOrDefault(key(address), 0) >= most;
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
        if (sessions.merge(key(address), 1, Integer::sum) <= most) {
            return true;
        }
        leave(address);
        return false;
    }

    void leave(@Nullable String address) {
        if (most > 0 && address != null) {
            sessions.computeIfPresent(key(address), (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    private static String key(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A colon is in no name, so that no name is looked up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, 8);
        } catch (UnknownHostException unreadable) {
            return address;
        }
    }

    /** How many addresses have sessions. */
    int addresses() {
        return sessions.size();
    }
}
