package io.ringcast.engineio;

import io.ringcast.engineio.EngineSession.Delivery;
import io.ringcast.engineio.EngineSession.SendResult;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.OutboundLimits;
import org.jspecify.annotations.Nullable;

/** How what is sent comes into a session's outbox: at once, slowly, or not at all. */
@AnyThread
final class Sender {
    private final ServerSession session;
    // From the first packet that is charged; guarded by the session's lock.
    private @Nullable Debt debt;

    Sender(ServerSession session) {
        this.session = session;
    }

    SendResult send(EnginePacket packet, Delivery delivery) {
        SendResult result;
        boolean flush;
        EnginePacket written = session.revision().form(packet);
        synchronized (session) {
            result = offerLocked(written, delivery);
            flush = session.state() == SessionState.OPEN && session.outbox().isBurst();
        }
        if (result == SendResult.CLOSED_FULL) {
            result = offerSlowly(written, delivery);
        }
        if (result != SendResult.QUEUED) {
            dropped(result);
        } else if (flush) {
            session.flush();
        }
        return result;
    }

    private SendResult offerLocked(EnginePacket packet, Delivery delivery) {
        SessionState state = session.state();
        if (state != SessionState.OPEN && state != SessionState.OPENING) {
            return SendResult.CLOSED;
        }
        if (delivery == Delivery.VOLATILE && !session.isWritableLocked()) {
            return SendResult.DROPPED_VOLATILE;
        }
        if (!session.outbox().offer(packet)) {
            return SendResult.CLOSED_FULL;
        }
        watchLocked();
        return SendResult.QUEUED;
    }

    /**
     * There is no room: whoever sends may only be faster than anything can be written. So what can
     * leave leaves, and what can't is held beyond the session's own limits. Where others hold all
     * that there is, a peer that waits for something may still read it at once, so that nobody has
     * to hold it.
     */
    private SendResult offerSlowly(EnginePacket packet, Delivery delivery) {
        if (session.state() == SessionState.OPEN) {
            session.flush();
        }
        boolean lends = session.sessions().credit().lends();
        boolean isTried;
        synchronized (session) {
            SendResult result = offerLocked(packet, delivery);
            if (result != SendResult.CLOSED_FULL) {
                return result;
            }
            if (lends && session.outbox().offerBeyondLimits(packet)) {
                watchLocked();
                return SendResult.QUEUED;
            }
            if (delivery == Delivery.VOLATILE) {
                return SendResult.DROPPED_VOLATILE;
            }
            isTried = lends && session.isWritableLocked();
            if (isTried) {
                session.outbox().add(packet);
            }
        }
        if (isTried) {
            return leavesAtOnce() ? SendResult.QUEUED : SendResult.CLOSED_FULL;
        }
        boolean mayDrop = session.limits().policy() == OutboundLimits.Policy.DROP;
        return mayDrop && delivery == Delivery.NORMAL
                ? SendResult.DROPPED_FULL
                : SendResult.CLOSED_FULL;
    }

    private boolean leavesAtOnce() {
        session.flush();
        synchronized (session) {
            boolean isGranted = session.outbox().tryCharge();
            watchLocked();
            return isGranted;
        }
    }

    private void watchLocked() {
        if (session.outbox().isCharged()) {
            if (debt == null) {
                debt = new Debt(session);
            }
            debt.watchLocked();
        }
    }

    /** The session is over. */
    void stopLocked() {
        if (debt != null) {
            debt.stopLocked();
        }
    }

    private void dropped(SendResult result) {
        session.sessions().observer().onDropped(session, result);
        if (result == SendResult.CLOSED_FULL) {
            session.endSlow("outbound queue over its limit: " + session.limits());
        }
    }
}
