package io.ringcast.gateway;

import io.ringcast.Handshake;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a client may enter the gateway's namespace, before it is told that it is in.
 * Gateways of one namespace are asked in the order of their registration, each after the one
 * before; guards that apply to {@link Phase#CONNECT} come before the gateway's own decision.
 *
 * <p>Threads: the namespace's loop; must not block, but may decide later.
 */
@FunctionalInterface
public interface OnGatewayAdmission {

    /**
     * A client wants to enter.
     *
     * @param handshake how it came, and what it says about itself
     * @return completes to let it in; a failure refuses it: a {@link WsException}'s message and
     *     details, or those of a {@link io.ringcast.ConnectErrorException}, reach the client as
     *     {@code connect_error}, others as {@code internal error}
     * @throws Exception the same as a failed stage
     */
    CompletionStage<?> admit(Handshake handshake) throws Exception;
}
