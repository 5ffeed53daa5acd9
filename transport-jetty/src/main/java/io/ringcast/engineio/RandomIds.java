package io.ringcast.engineio;

import java.security.SecureRandom;
import java.util.Base64;

/** Session ids beyond guessing: 120 random bits as 20 characters that need no escaping anywhere. */
final class RandomIds {
    private static final int BYTES = 15;
    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Says whether an id made by the application can be used. */
    static boolean isUsable(String id) {
        return !id.isEmpty()
                && id.length() <= 128
                && id.chars()
                        .allMatch(
                                c ->
                                        c < 0x80
                                                && (Character.isLetterOrDigit(c)
                                                        || c == '_'
                                                        || c == '-'));
    }
}
