package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.ForbiddenException;
import io.ringcast.gateway.Guard;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/** The guards of a handler that decide at once, and need no exchange to do so. */
@LoopConfined
final class Gate {
    /*
     * Owner: the listener of one event in one namespace. Guards are asked one message at a time, so
     * one context does for all; should one be out when the next is needed, that one gets its own.
     * The first ones are not used twice: a guard that keeps its context is told so in any test, and
     * not after a thousand messages only.
     */
    private static final int FRESH = 1_000;

    private final HandlerPlan plan;
    private final String event;
    private final Guard[] guards;
    private LentContext context;
    private int used;

    private Gate(HandlerPlan plan, String event) {
        this.plan = plan;
        this.event = event;
        this.context = new LentContext(plan, event);
        this.guards = new Guard[plan.guards().length];
        for (int i = 0; i < guards.length; i++) {
            guards[i] = (Guard) plan.guards()[i];
        }
    }

    /** The gate of a handler, or null if it has no guards. */
    static @Nullable Gate of(HandlerPlan plan, String event) {
        return plan.guards().length == 0 ? null : new Gate(plan, event);
    }

    /** Whether all guards decide at once. */
    static boolean suits(HandlerPlan plan) {
        for (CanActivate guard : plan.guards()) {
            if (!(guard instanceof Guard)) {
                return false;
            }
        }
        return true;
    }

    /** Asks all guards. False if the message needs an exchange, and has gone its way with it. */
    boolean pass(EventHost host, @Nullable Object body, long ackId, @Nullable Ack shared) {
        LentContext lent = used < FRESH || context.isLent() ? fresh() : context;
        lent.lend(host, body, ackId, shared);
        Throwable refusal = null;
        try {
            for (Guard guard : guards) {
                if (!guard.canActivate(lent)) {
                    refusal = new ForbiddenException();
                    break;
                }
            }
        } catch (Throwable thrown) {
            refusal = thrown;
        }
        Exchange own = lent.takeBack();
        if (own == null && refusal == null) {
            return true;
        }
        passSlowly(
                own != null ? own : new Exchange(plan, host, event, body, ackId, shared), refusal);
        return false;
    }

    private LentContext fresh() {
        used++;
        LentContext fresh = new LentContext(plan, event);
        if (!context.isLent()) {
            context = fresh;
        }
        return fresh;
    }

    private static void passSlowly(Exchange exchange, @Nullable Throwable refusal) {
        if (refusal == null) {
            Pipeline.run(exchange);
        } else {
            Pipeline.fail(exchange, refusal);
        }
        SocketWork.begun(exchange);
    }
}
