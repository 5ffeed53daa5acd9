package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be written as a payload, or a payload could not be read as the type that a
 * listener declared.
 */
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what did not fit what; never a value from the payload
     * @param cause the mapper's complaint, or null
     */
    public PayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
