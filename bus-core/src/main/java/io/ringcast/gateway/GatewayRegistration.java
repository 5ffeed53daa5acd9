package io.ringcast.gateway;

import io.ringcast.Namespace;
import io.ringcast.Registration;

/**
 * A registered gateway.
 *
 * <p>Threads: any.
 */
public interface GatewayRegistration extends Registration {

    /**
     * Takes the gateway out: no message, no socket reaches it any more once the namespace's loop
     * has come to it. Handlers that run are not interrupted, and their results are still delivered.
     * A server that only this registration needed is closed, with its connections. Idempotent.
     */
    @Override
    void close();

    /**
     * Where the gateway is.
     *
     * @return its namespace; for a namespace pattern the parent of all that match
     */
    Namespace namespace();

    /**
     * The acks that clients asked for and handlers with an {@link io.ringcast.Ack} have not sent
     * (yet), of all messages so far: what stays above zero was forgotten.
     *
     * @return the number
     */
    long unansweredAcks();

    /**
     * The messages that were refused because too many of their socket were waiting.
     *
     * @return the number
     */
    long refusedMessages();
}
