package io.ringcast.engineio;

/**
 * Watches a session that is charged for what it holds. Where that is more than the session's own
 * limits say, or memory is short, its peer has to take something within the patience, again and
 * again. Guarded by the session's lock.
 */
final class Debt extends Timers.Alarm {
    private final ServerSession session;
    private boolean watching;
    private int departures;

    Debt(ServerSession session) {
        this.session = session;
    }

    /** The session is charged. */
    void watchLocked() {
        if (!watching) {
            watching = true;
            setLocked();
        }
    }

    private void setLocked() {
        Sessions sessions = session.sessions();
        departures = session.outbox().departures();
        sessions.timers().set(this, sessions.credit().limits().patience().toNanos());
    }

    void stopLocked() {
        session.sessions().timers().cancel(this);
    }

    @Override
    protected void onAlarm() {
        boolean stuck;
        synchronized (session) {
            Outbox outbox = session.outbox();
            boolean owes = session.state() != SessionState.CLOSED && outbox.isCharged();
            boolean mayWait = !outbox.isOverLimits() && !session.sessions().credit().isShort();
            stuck = owes && !mayWait && outbox.departures() == departures;
            watching = owes && !stuck;
            if (watching) {
                setLocked();
            }
        }
        if (stuck) {
            session.endSlow("peer took nothing for the patience of " + session.limits());
        }
    }
}
