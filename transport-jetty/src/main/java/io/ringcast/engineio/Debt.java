package io.ringcast.engineio;

/**
 * Watches a session that has borrowed: as long as it owes anything, its peer has to take something
 * within the patience, again and again. Guarded by the session's lock.
 */
final class Debt extends Timers.Alarm {
    private final ServerSession session;
    private boolean watching;
    private int departures;

    Debt(ServerSession session) {
        this.session = session;
    }

    /** The session has borrowed. */
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
            boolean owes = session.state() != SessionState.CLOSED && session.outbox().owes();
            stuck = owes && session.outbox().departures() == departures;
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
