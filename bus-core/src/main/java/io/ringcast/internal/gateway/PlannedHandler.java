package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.gateway.AckMode;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listener;
import io.ringcast.protocol.Packet;
import org.jspecify.annotations.Nullable;

/** A handler with all that a plan may hold. */
final class PlannedHandler extends Listener.Handler {
    private final HandlerPlan plan;

    PlannedHandler(String event, HandlerPlan plan) {
        super(event);
        this.plan = plan;
    }

    @Override
    public void invoke(EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
        if (plan.ack() == AckMode.MANUAL && ackId != Packet.NO_ACK) {
            plan.gateway().requested();
        }
        SocketWork.arrived(new Exchange(plan, host, event(), body, ackId, shared));
    }
}
