package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.gateway.EventContext;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/** What a guard sees of a message that may not need an exchange. Used again for the next one. */
@LoopConfined
final class LentContext implements PlanContext {
    /*
     * Lent for the time of one message's guards; in between it has no host, and whoever kept it is
     * told so. What a guard wants for longer, and its ack, is an exchange: made when it is asked for,
     * and the message goes on with that one.
     */
    private final HandlerPlan plan;
    private final String event;
    private @Nullable EventHost host;
    private @Nullable Object body;
    private long ackId;
    private @Nullable Ack shared;
    private @Nullable Exchange kept;

    LentContext(HandlerPlan plan, String event) {
        this.plan = plan;
        this.event = event;
    }

    boolean isLent() {
        return host != null;
    }

    void lend(EventHost to, @Nullable Object arguments, long id, @Nullable Ack ack) {
        host = to;
        body = arguments;
        ackId = id;
        shared = ack;
    }

    /** Ends the lending; returns the exchange that a guard has asked for, or null. */
    @Nullable Exchange takeBack() {
        Exchange own = kept;
        host = null;
        body = null;
        shared = null;
        kept = null;
        return own;
    }

    @Override
    public HandlerPlan plan() {
        return plan;
    }

    @Override
    public EventHost host() {
        EventHost of = host;
        if (of == null || !of.loop().inLoop()) {
            throw new IllegalStateException(
                    "this context was lent to a guard for the time of its call, on its thread: use"
                            + " context.keep() for one that may be kept");
        }
        return of;
    }

    @Override
    public @Nullable Object body() {
        return body;
    }

    @Override
    public String event() {
        return event;
    }

    @Override
    public Ack ack() {
        return own();
    }

    @Override
    public EventContext keep() {
        return own();
    }

    private Exchange own() {
        EventHost of = host();
        Exchange own = kept;
        if (own == null) {
            own = new Exchange(plan, of, event, body, ackId, shared);
            kept = own;
        }
        return own;
    }

    @Override
    public String toString() {
        return plan + " \"" + event + "\"";
    }
}
