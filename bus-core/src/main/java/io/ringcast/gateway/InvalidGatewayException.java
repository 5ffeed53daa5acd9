package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A gateway can't be registered as it is: its message names the class, the method and the
 * parameter, and what to do.
 */
public final class InvalidGatewayException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message where, what, and what to do
     */
    public InvalidGatewayException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message where, what, and what to do
     * @param cause why, or null
     */
    public InvalidGatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
