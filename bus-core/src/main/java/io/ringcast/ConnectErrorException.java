package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * A client may not enter a namespace. Given to {@code next.reject}, message and data reach the
 * client as {@code connect_error}; on a client it is what {@code onConnectError} receives.
 */
public final class ConnectErrorException extends BusException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Object data;

    /**
     * A refusal without data.
     *
     * @param message why; the client sees it
     */
    public ConnectErrorException(String message) {
        this(message, null);
    }

    /**
     * A refusal with data.
     *
     * @param message why; the client sees it
     * @param data more about it, any value that can be sent; the client sees it
     */
    public ConnectErrorException(String message, @Nullable Object data) {
        super(message, true);
        this.data = data;
    }

    /**
     * More about the refusal.
     *
     * @return the data, or null
     */
    public @Nullable Object data() {
        return data;
    }
}
