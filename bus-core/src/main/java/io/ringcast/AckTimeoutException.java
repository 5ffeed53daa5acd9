package io.ringcast;

/** No answer came in time. The message is Socket.IO's: {@code operation has timed out}. */
public class AckTimeoutException extends BusException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception, without a stack trace: a time-out is an ordinary outcome. */
    public AckTimeoutException() {
        super("operation has timed out", true);
    }
}
