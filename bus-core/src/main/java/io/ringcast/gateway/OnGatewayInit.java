package io.ringcast.gateway;

import io.ringcast.Namespace;

/** A hook that runs when a gateway is registered. */
@FunctionalInterface
public interface OnGatewayInit {

    /**
     * The gateway is about to take part: its fields are set, no message has come yet. Called once,
     * in the thread that registers.
     *
     * @param server the gateway's namespace; for a namespace pattern the parent
     * @throws Exception any failure: the registration fails with it
     */
    void afterInit(Namespace server) throws Exception;
}
