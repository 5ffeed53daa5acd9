package io.ringcast;

/** Some recipients of a broadcast did not answer; what the others answered is kept. */
public final class BroadcastAckTimeoutException extends AckTimeoutException {
    private static final long serialVersionUID = 1L;
    private final transient BroadcastResponses responses;

    /**
     * Makes the exception.
     *
     * @param responses who answered what, who did not
     */
    public BroadcastAckTimeoutException(BroadcastResponses responses) {
        this.responses = responses;
    }

    /**
     * The answers that did come.
     *
     * @return who answered what, who did not
     */
    public BroadcastResponses responses() {
        return responses;
    }
}
