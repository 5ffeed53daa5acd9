package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.gateway.HandlerInvoker;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listener;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A handler that needs nothing but its arguments and returns a value or nothing at once, behind
 * guards that decide at once, or none: no exchange is made for it, and no array. Only what goes
 * wrong makes one.
 */
abstract class DirectHandler extends Listener.Handler {
    private static final Payload NOTHING = Payload.of();

    private final HandlerPlan plan;
    private final boolean isNothing;
    private final @Nullable Gate gate;

    private DirectHandler(String event, HandlerPlan plan) {
        super(event);
        this.plan = plan;
        this.isNothing = plan.result().isNothing();
        this.gate = Gate.of(plan, event);
    }

    /** Calls the method. */
    abstract @Nullable Object call(EventHost host, @Nullable Object body) throws Throwable;

    @Override
    public final void invoke(
            EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
        if (host.pending() != null) {
            SocketWork.arrived(new Exchange(plan, host, event(), body, ackId, shared));
            return;
        }
        if (gate != null && !gate.pass(host, body, ackId, shared)) {
            return;
        }
        try {
            Object result = call(host, body);
            if (ackId != Packet.NO_ACK) {
                answer(host, isNothing ? NOTHING : Body.of(result), ackId, shared);
            }
        } catch (Throwable failure) {
            failed(new Exchange(plan, host, event(), body, ackId, shared), failure);
        }
    }

    private static void answer(
            EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
        if (shared == null) {
            host.answer(ackId, body);
        } else {
            shared.send(body);
        }
    }

    private static void failed(Exchange exchange, Throwable failure) {
        Pipeline.fail(exchange, failure);
        SocketWork.begun(exchange);
    }

    /** The handler for a plan that has no need of an exchange. */
    static DirectHandler of(String event, HandlerPlan plan) {
        ArgumentSource[] sources = plan.sources();
        if (sources.length == 1 && sources[0] instanceof PayloadSource payload) {
            return new OfPayload(event, plan, payload);
        }
        if (sources.length == 2
                && sources[0] == Sources.SOCKET
                && sources[1] instanceof PayloadSource payload) {
            return new OfSocketAndPayload(event, plan, payload);
        }
        return new OfAny(event, plan);
    }

    /** The most frequent: one argument of the event. */
    private static final class OfPayload extends DirectHandler {
        private final HandlerInvoker invoker;
        private final PayloadSource payload;

        OfPayload(String event, HandlerPlan plan, PayloadSource payload) {
            super(event, plan);
            this.invoker = plan.invoker();
            this.payload = payload;
        }

        @Override
        @Nullable Object call(EventHost host, @Nullable Object body) throws Throwable {
            return invoker.invoke(payload.read(host, body));
        }
    }

    /** The socket, and one argument of the event. */
    private static final class OfSocketAndPayload extends DirectHandler {
        private final HandlerInvoker invoker;
        private final PayloadSource payload;

        OfSocketAndPayload(String event, HandlerPlan plan, PayloadSource payload) {
            super(event, plan);
            this.invoker = plan.invoker();
            this.payload = payload;
        }

        @Override
        @Nullable Object call(EventHost host, @Nullable Object body) throws Throwable {
            return invoker.invoke(host, payload.read(host, body));
        }
    }

    /** Up to four arguments from anywhere. */
    private static final class OfAny extends DirectHandler {
        static final int MAX = 4;

        private final HandlerInvoker invoker;
        private final ArgumentSource.Direct[] from;

        OfAny(String event, HandlerPlan plan) {
            super(event, plan);
            this.invoker = plan.invoker();
            this.from = new ArgumentSource.Direct[plan.sources().length];
            for (int i = 0; i < from.length; i++) {
                from[i] = (ArgumentSource.Direct) plan.sources()[i];
            }
        }

        @Override
        @Nullable Object call(EventHost host, @Nullable Object body) throws Throwable {
            return switch (from.length) {
                case 0 -> invoker.invoke();
                case 1 -> invoker.invoke(from[0].read(host, body));
                case 2 -> invoker.invoke(from[0].read(host, body), from[1].read(host, body));
                case 3 ->
                        invoker.invoke(
                                from[0].read(host, body),
                                from[1].read(host, body),
                                from[2].read(host, body));
                default ->
                        invoker.invoke(
                                from[0].read(host, body),
                                from[1].read(host, body),
                                from[2].read(host, body),
                                from[3].read(host, body));
            };
        }
    }

    /** Whether a plan can do without an exchange. */
    static boolean suits(HandlerPlan plan) {
        boolean isBare =
                Gate.suits(plan)
                        && plan.interceptors().length == 0
                        && plan.check() == null
                        && !plan.isBlocking()
                        && plan.sources().length <= OfAny.MAX;
        if (!isBare || !plan.gateway().delivery().isDirect(plan)) {
            return false;
        }
        for (ArgumentSource source : plan.sources()) {
            if (!(source instanceof ArgumentSource.Direct)) {
                return false;
            }
        }
        return true;
    }
}
