package io.ringcast.protocol;

/** A peer sent bytes that are no packet, or more than is allowed. Its connection is closed. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the rule that was broken; never text that the peer sent
     */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
