package io.ringcast.transport.inmemory.internal;

import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.LoopConfined;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.TransportContext;
import java.util.ArrayDeque;
import java.util.Queue;

/** What lies between a client and its server in a test: time, a heartbeat, and faults. */
@LoopConfined
final class Wire {
    /*
     * All on the one stepped loop. Each direction delivers in order: nothing arrives before what
     * left earlier, whatever its own latency. What arrives at a client that does not read waits.
     */
    private final MemoryConnection connection;
    private final Faults faults;
    private final Loop loop;
    private final long pingInterval;
    private final long pingTimeout;
    private final Direction down = new Direction();
    private final Direction up = new Direction();
    private final Queue<Runnable> unread = new ArrayDeque<>();
    private final LoopTimer ping = new LoopTimer(this::ping);
    private final LoopTimer timeout = new LoopTimer(this::timedOut);
    private boolean gone;

    Wire(MemoryConnection connection, Faults faults, TransportContext context) {
        this.connection = connection;
        this.faults = faults;
        this.loop = (Loop) context.loop();
        this.pingInterval = context.pingInterval().toNanos();
        this.pingTimeout = context.pingTimeout().toNanos();
    }

    /** The connection is open: the heart beats. */
    void start() {
        loop.schedule(ping, pingInterval);
    }

    boolean isStalled() {
        return faults.isStalled();
    }

    void toServer(Runnable arrival) {
        up.travel(arrival);
    }

    void toClient(Runnable arrival) {
        down.travel(() -> read(arrival));
    }

    private void read(Runnable arrival) {
        if (faults.isStalled()) {
            unread.add(arrival);
        } else {
            arrival.run();
        }
    }

    /** The client reads again. */
    void resume() {
        while (!faults.isStalled() && !unread.isEmpty()) {
            unread.remove().run();
        }
    }

    /** The server has closed: what is under way still arrives. */
    void stopHeart() {
        loop.cancel(ping);
        loop.cancel(timeout);
    }

    /** Nothing that is under way arrives. */
    void drop() {
        gone = true;
        unread.clear();
    }

    private void ping() {
        loop.schedule(timeout, pingTimeout);
        connection.ping(() -> toServer(this::pong));
    }

    private void pong() {
        if (timeout.isScheduled()) {
            loop.cancel(timeout);
            loop.schedule(ping, pingInterval);
        }
    }

    private void timedOut() {
        connection.cut(CloseReason.PING_TIMEOUT);
    }

    /** One direction. */
    @LoopConfined
    private final class Direction {
        private long lastArrival;
        private int underWay;

        void travel(Runnable arrival) {
            long latency = faults.nextLatency();
            if (latency == 0 && underWay == 0) {
                arrival.run();
                return;
            }
            long now = loop.nanoTime();
            lastArrival = Math.max(lastArrival, now + latency);
            underWay++;
            loop.schedule(new LoopTimer(() -> arrive(arrival)), lastArrival - now);
        }

        private void arrive(Runnable arrival) {
            underWay--;
            if (!gone) {
                arrival.run();
            }
        }
    }
}
