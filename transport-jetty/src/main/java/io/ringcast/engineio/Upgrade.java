package io.ringcast.engineio;

/** A WebSocket's attempt to take a polling session over. Guarded by the session's lock. */
final class Upgrade extends Timers.Alarm {
    /*
     * Client: "2probe"; we: "3probe", and every poll is answered soon with a noop, so that the client
     * can stop polling; client: "5". Until then packets travel by polling only, and nothing but the
     * probe's answer goes out here: that is what keeps the order.
     * A client sends "5" when its last GET and POST have been answered, so from then on the WebSocket is the
     * only source of packets. One that does not wait has its POST and its messages overlap: the session
     * ends, as for two POSTs at a time.
     */
    private static final byte[] PROBE = {'2', 'p', 'r', 'o', 'b', 'e'};

    private final ServerSession session;
    private final WebSocketTransport candidate;
    private boolean probed;

    Upgrade(ServerSession session, WebSocketTransport candidate) {
        this.session = session;
        this.candidate = candidate;
    }

    /**
     * Registers the candidate.
     *
     * @return false if the session has one, needs none, or is over
     */
    boolean begin() {
        synchronized (session) {
            if (session.state() == SessionState.CLOSED
                    || session.upgradeLocked() != null
                    || session.transport() != EngineTransport.POLLING) {
                return false;
            }
            session.upgradeLocked(this);
            long timeout = session.sessions().options().upgradeTimeout().toNanos();
            session.sessions().timers().set(this, timeout);
            return true;
        }
    }

    /** Polls are not parked any more. */
    boolean isProbedLocked() {
        return probed;
    }

    void onText(byte[] data, int offset, int length) {
        if (length == 1 && data[offset] == PacketType.UPGRADE.digit()) {
            complete();
        } else if (isProbe(data, offset, length)) {
            candidate.answerProbe();
            synchronized (session) {
                probed = true;
            }
            session.flush();
        } else {
            refuse(WebSocketLink.NO_CODE);
        }
    }

    private static boolean isProbe(byte[] data, int offset, int length) {
        return java.util.Arrays.equals(data, offset, offset + length, PROBE, 0, PROBE.length);
    }

    private void complete() {
        boolean overlap;
        PollingTransport polling;
        synchronized (session) {
            if (session.upgradeLocked() != this) {
                return;
            }
            polling = (PollingTransport) session.carrier();
            overlap = polling.isReceivingLocked();
            if (!overlap) {
                session.upgradeLocked(null);
                session.carrierLocked(candidate);
                candidate.activateLocked();
                session.sessions().timers().cancel(this);
            }
        }
        if (overlap) {
            session.end(Ending.error("upgrade during a data request"));
            return;
        }
        polling.handOver();
        if (session.enterHandler()) {
            try {
                session.tellUpgraded();
            } finally {
                session.leaveHandler();
            }
        }
        session.flush();
    }

    /** Gives the candidate up; the session goes on with polling. */
    void refuse(int code) {
        boolean known;
        synchronized (session) {
            known = session.upgradeLocked() == this;
            if (known) {
                session.upgradeLocked(null);
            }
        }
        abandon(code);
        if (known) {
            session.sessions().observer().onUpgradeFailed(session);
        }
    }

    /** Closes the candidate of a session that does not know it any more. */
    void abandon(int code) {
        session.sessions().timers().cancel(this);
        candidate.shut(code);
    }

    @Override
    protected void onAlarm() {
        refuse(WebSocketLink.NO_CODE);
    }
}
