package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.gateway.AckMode;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.transport.Counter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One message, or one step in a socket's life, with what is known of it on its way through a plan.
 * It is the context that users see, and its own ack.
 */
@AnyThread
final class Exchange implements PlanContext, Ack {
    /*
     * Users may keep it, so what they see is final or, like the ack, may be used by any thread.
     * The rest belongs to the loop: failure, isHandled, isReleased, onRelease, onFailure; and caller to the
     * thread that runs the handler.
     */
    private static final VarHandle ANSWERED;

    static {
        try {
            ANSWERED = MethodHandles.lookup().findVarHandle(Exchange.class, "answered", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HandlerPlan plan;
    private final EventHost host;
    private final String event;
    private final @Nullable Object body;
    private final long ackId;
    private final @Nullable Ack shared;

    // Any thread may answer; the first one does. Through ANSWERED.
    @SuppressWarnings("unused")
    private int answered;

    /** What is being handled by a filter, or null. Loop only. */
    @Nullable Throwable failure;

    /** The reason of a socket that has left, or another detail of the phase. */
    @Nullable Object detail;

    /** Whether a filter has taken the failure. Loop only. */
    boolean isHandled;

    /** The thread that runs the handler, while it does so. */
    @Nullable Thread caller;

    private boolean isReleased;
    private @Nullable Runnable onRelease;
    private @Nullable Runnable onFailure;

    Exchange(
            HandlerPlan plan,
            EventHost host,
            String event,
            @Nullable Object body,
            long ackId,
            @Nullable Ack shared) {
        this.plan = plan;
        this.host = host;
        this.event = event;
        this.body = body;
        this.ackId = ackId;
        this.shared = shared;
        this.isReleased = !plan.isOrdered();
    }

    @Override
    public HandlerPlan plan() {
        return plan;
    }

    @Override
    public EventHost host() {
        return host;
    }

    @Override
    public @Nullable Object body() {
        return body;
    }

    // ---- the place in its socket's order. Loop only

    /** Whether the socket's next message may start. */
    boolean isReleased() {
        return isReleased;
    }

    void onRelease(Runnable next) {
        onRelease = next;
    }

    void onFailure(Runnable consequence) {
        onFailure = consequence;
    }

    /** The client has been told of a failure that no filter took. */
    void failed() {
        if (onFailure != null) {
            onFailure.run();
        }
    }

    /** The socket's next message may start. Idempotent. */
    void release() {
        if (!isReleased) {
            isReleased = true;
            if (onRelease != null) {
                onRelease.run();
            }
        }
    }

    /** Runs a step on the loop, in place if this is it. What it throws is reported. */
    void onLoop(Runnable step) {
        Loop loop = host.loop();
        loop.perform(
                () -> {
                    loop.enter();
                    try {
                        step.run();
                    } catch (Throwable escaped) {
                        report(escaped, "");
                    } finally {
                        loop.leave();
                    }
                });
    }

    void report(Throwable thrown, String more) {
        host.failed("gateway handler " + plan + more, event, thrown);
    }

    // ---- Ack

    @Override
    public boolean isRequested() {
        return ackId != Packet.NO_ACK;
    }

    /** Whether a failure can still be told in the ack. */
    boolean mayAnswer() {
        return isRequested() && plan.ack() != AckMode.NONE && (int) ANSWERED.getVolatile(this) == 0;
    }

    @Override
    public void send(@Nullable Object argument) {
        if (isRequested() && ANSWERED.compareAndSet(this, 0, 1)) {
            try {
                if (shared != null) {
                    shared.send(argument);
                } else {
                    host.answer(ackId, Body.of(argument));
                }
            } catch (RuntimeException unsendable) {
                ANSWERED.setVolatile(this, 0);
                throw unsendable;
            }
            if (plan.ack() == AckMode.MANUAL) {
                plan.gateway().answered();
            }
        }
    }

    @Override
    public void send(@Nullable Object... arguments) {
        send(Body.of(arguments));
    }

    /** The client has left before its message's turn: nobody has forgotten to answer. */
    void drop() {
        host.count(Counter.DROPPED_DISCONNECTED);
        if (isRequested() && plan.ack() == AckMode.MANUAL && ANSWERED.compareAndSet(this, 0, 1)) {
            plan.gateway().answered();
        }
        release();
    }

    // ---- EventContext

    @Override
    public String event() {
        return event;
    }

    @Override
    public Ack ack() {
        return this;
    }

    @Override
    public String toString() {
        return plan + " \"" + event + "\"";
    }
}
