package io.ringcast.engineio;

import io.ringcast.transport.CloseReason;

/** A session's heartbeat, and the other times that end it. Guarded by the session's lock. */
final class Heartbeat extends Timers.Alarm {
    /*
     * One alarm per session for its whole life. Packets of the peer do not touch the timers: they move
     * "due", and the alarm, when it rings too early, is set again for the rest. So that a new due time is
     * never before the alarm, it is set for at most one interval.
     * A deadline goes on during an upgrade: a pong that gets lost there ends the session all the same.
     */
    private enum Phase {
        /** Not started, or stopped. */
        OFF,
        /** Waiting until a ping is due. */
        QUIET,
        /** The client pings, and has not been silent for too long: revision 3. */
        LISTENING,
        /** A ping is out. */
        PINGED,
        /**
         * A ping is out, and another packet came meanwhile: that gave the peer a second time-out.
         */
        EXTENDED,
        /** The session is closing and waits for its client to take the rest. */
        CLOSING
    }

    private final ServerSession session;
    // Written under the lock; read without it to skip the lock for packets that change nothing.
    private volatile Phase phase = Phase.OFF;
    private long due;

    Heartbeat(ServerSession session) {
        this.session = session;
    }

    void startLocked() {
        boolean clientPings = session.revision().answer() == PacketType.PING;
        phase = clientPings ? Phase.LISTENING : Phase.QUIET;
        dueIn(clientPings ? interval() + timeout() : interval());
    }

    /** The session is closing: it has a while for what is left. */
    void awaitEndLocked() {
        phase = Phase.CLOSING;
        dueIn(session.sessions().options().closeTimeout().toNanos());
    }

    void stopLocked() {
        phase = Phase.OFF;
        session.sessions().timers().cancel(this);
    }

    void onPong() {
        synchronized (session) {
            if (phase == Phase.PINGED || phase == Phase.EXTENDED) {
                phase = Phase.QUIET;
                due = now() + interval();
            }
        }
    }

    /**
     * A client of revision 3 has pinged. One answer is enough for pings that wait for it together.
     *
     * @return whether an answer has been queued
     */
    boolean onPing() {
        synchronized (session) {
            if (phase != Phase.LISTENING) {
                return false;
            }
            due = now() + interval() + timeout();
            if (session.outbox().holdsLast(EnginePacket.PONG)) {
                return false;
            }
            session.outbox().add(EnginePacket.PONG);
            return true;
        }
    }

    /** A packet that is no pong shows life too, once per ping: its pong may be behind it. */
    void onPacket() {
        if (phase == Phase.PINGED) {
            extendSlowly();
        }
    }

    private void extendSlowly() {
        synchronized (session) {
            if (phase == Phase.PINGED) {
                phase = Phase.EXTENDED;
                due = now() + timeout();
            }
        }
    }

    /** A request has come: what is due by now happens before it, however late the alarm is. */
    void catchUp() {
        boolean late;
        synchronized (session) {
            late = phase != Phase.OFF && due - now() <= 0;
        }
        if (late) {
            onAlarm();
        }
    }

    @Override
    protected void onAlarm() {
        Phase ended;
        synchronized (session) {
            long early = due - now();
            if (phase == Phase.OFF) {
                return;
            }
            if (early > 0) {
                setWithin(early);
                return;
            }
            ended = phase;
            if (ended == Phase.QUIET) {
                session.outbox().add(EnginePacket.PING);
                phase = Phase.PINGED;
                dueIn(timeout());
            }
        }
        switch (ended) {
            case QUIET -> session.flush();
            case CLOSING -> session.end(Ending.of(CloseReason.FORCED_CLOSE, "close timeout"));
            default -> session.end(Ending.of(CloseReason.PING_TIMEOUT, ""));
        }
    }

    private void dueIn(long delay) {
        due = now() + delay;
        setWithin(delay);
    }

    private void setWithin(long delay) {
        session.sessions().timers().set(this, Math.min(delay, interval()));
    }

    private long now() {
        return session.sessions().timers().nanoTime();
    }

    private long interval() {
        return session.sessions().options().pingInterval().toNanos();
    }

    private long timeout() {
        return session.sessions().options().pingTimeout().toNanos();
    }
}
