package io.ringcast;

/** The bus has been closed. */
public final class BusClosedException extends BusException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public BusClosedException() {
        super("the bus is closed");
    }
}
