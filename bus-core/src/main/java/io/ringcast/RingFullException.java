package io.ringcast;

/**
 * The ring is full and the bus was told to reject rather than to wait ({@code onFullRing}). Nothing
 * was queued.
 */
public final class RingFullException extends BusException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception, without a stack trace. */
    public RingFullException() {
        super("the ring is full: the event was not queued", true);
    }
}
