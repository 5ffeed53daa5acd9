package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;

/** The memory and the time that a message of one client takes while it is incomplete. */
@AnyThread
final class Holding extends Timers.Alarm {
    /*
     * Called by the thread that reads, by the timers, and by whoever ends the session: all fields
     * are guarded by this; the lock of the timers is taken inside.
     * The alarm is not taken back when a message is complete. When it rings, it looks how long the
     * message has been under way that is incomplete by then: so a client with many large messages
     * sets it once in a while only.
     * What holds no more than FREE is not charged: the connection itself takes more than that.
     */
    static final int FREE = 1_024;

    private final Timers timers;
    private final long limit;
    private final MemoryBudget.Account account;
    private final Runnable whenLate;
    private boolean isUnderWay;
    private long since;
    private boolean isSet;
    private boolean isClosed;

    /**
     * Makes one that holds nothing.
     *
     * @param whenLate what to do when a message has been incomplete for too long; any thread
     */
    Holding(Sessions sessions, Runnable whenLate) {
        this.timers = sessions.timers();
        this.limit = sessions.options().messageTimeout().toNanos();
        this.account = sessions.inboundBudget().account();
        this.whenLate = whenLate;
    }

    /**
     * Asks for the memory of an incomplete message, before it is taken.
     *
     * @param bytes all of it, what was granted before included
     * @return whether it is granted; not if the budget is spent, or after {@link #close}
     */
    synchronized boolean hold(int bytes) {
        if (isClosed || !account.hold(bytes > FREE ? MemoryBudget.weight(bytes) : 0)) {
            return false;
        }
        begin();
        return true;
    }

    /** A message has begun, and is incomplete. */
    synchronized void begin() {
        if (!isUnderWay && !isClosed) {
            isUnderWay = true;
            since = timers.nanoTime();
            if (!isSet) {
                isSet = true;
                timers.set(this, limit);
            }
        }
    }

    /** The message is complete, or was dropped: nothing is held. */
    synchronized void done() {
        isUnderWay = false;
        account.release();
    }

    /** Nothing is held any more, for good. */
    synchronized void close() {
        done();
        isClosed = true;
        timers.cancel(this);
    }

    @Override
    protected void onAlarm() {
        synchronized (this) {
            isSet = false;
            if (!isUnderWay) {
                return;
            }
            long left = since + limit - timers.nanoTime();
            if (left > 0) {
                isSet = true;
                timers.set(this, left);
                return;
            }
        }
        whenLate.run();
    }
}
