package io.ringcast;

import org.jspecify.annotations.Nullable;

/** Something that was asked of a bus could not be done. */
public class BusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what, and what to do about it
     */
    public BusException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what, and what to do about it
     * @param cause why, or null
     */
    public BusException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes an exception without a stack trace, for outcomes that are ordinary.
     *
     * @param message what happened
     * @param ordinary a marker; pass true
     */
    BusException(String message, boolean ordinary) {
        super(message, null, false, !ordinary);
    }
}
