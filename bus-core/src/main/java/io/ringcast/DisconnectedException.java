package io.ringcast;

/** The socket disconnected before the answer came, or had disconnected already. */
public final class DisconnectedException extends BusException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception, without a stack trace: a disconnect is an ordinary outcome. */
    public DisconnectedException() {
        super("socket has been disconnected", true);
    }
}
