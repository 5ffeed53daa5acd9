package io.ringcast.internal.bus;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Connection;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids that nobody can guess: 20 characters that stand for 120 random bits. */
@AnyThread
final class Ids {
    /*
     * Exactly 20 characters: cluster adapters of Socket.IO tell a socket's own room from others by
     * that length.
     */
    private static final int LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Ids() {}

    /** Whether a text has the form of an id. */
    static boolean isPossible(String text) {
        return text.length() == LENGTH;
    }

    /**
     * A socket's id. Clients of Socket.IO 2 are told none: they make it out of their connection's.
     */
    static String of(Connection connection, String namespace) {
        if (connection.protocol() != 3) {
            return next();
        }
        return namespace.equals("/") ? connection.id() : namespace + "#" + connection.id();
    }

    static String next() {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }
}
