package io.ringcast.gateway;

/** Who answers a message whose sender asked for an answer. */
public enum AckMode {
    /** The handler's result; the handler itself if it has an {@link io.ringcast.Ack} parameter. */
    AUTO,
    /** The handler itself, with the {@link io.ringcast.Ack}; failures are still answered. */
    MANUAL,
    /** Nobody here: for a second handler of an event, beside the one that answers. */
    NONE
}
