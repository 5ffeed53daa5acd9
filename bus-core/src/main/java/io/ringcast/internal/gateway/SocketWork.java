package io.ringcast.internal.gateway;

import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.loop.LoopConfined;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one socket's messages wait for: its connection hooks, then one another. There is none while
 * nothing waits, which is nearly always.
 */
@LoopConfined
final class SocketWork {
    /*
     * Invariant: something is in the queue only while a hook or an exchange is not done. Whoever
     * ends does what waits; a loop does it, not recursion, however many handlers end at once.
     */
    private final EventHost host;
    private final Deque<Exchange> waiting = new ArrayDeque<>(4);
    private int connecting;
    private @Nullable Exchange running;
    private boolean isDraining;

    private SocketWork(EventHost host) {
        this.host = host;
    }

    static SocketWork of(EventHost host) {
        SocketWork known = (SocketWork) host.pending();
        if (known == null) {
            known = new SocketWork(host);
            host.pending(known);
        }
        return known;
    }

    /** Starts a message, or has it wait for what is before it. */
    static void arrived(Exchange exchange) {
        SocketWork work = (SocketWork) exchange.host().pending();
        if (work == null) {
            start(exchange);
        } else {
            work.add(exchange);
        }
    }

    private void add(Exchange exchange) {
        boolean mustWait =
                connecting > 0
                        || (exchange.plan().isOrdered()
                                && (running != null || !waiting.isEmpty() || isDraining));
        if (!mustWait) {
            start(exchange);
        } else if (waiting.size() < exchange.plan().gateway().pendingLimit()) {
            waiting.add(exchange);
        } else {
            exchange.plan().gateway().refuse(exchange);
        }
    }

    private static void start(Exchange exchange) {
        Pipeline.start(exchange);
        begun(exchange);
    }

    /** A message has come as far as it can at once: others wait for it if it is not done. */
    static void begun(Exchange exchange) {
        if (!exchange.isReleased()) {
            of(exchange.host()).occupy(exchange);
        }
    }

    private void occupy(Exchange exchange) {
        running = exchange;
        exchange.onRelease(
                () -> {
                    running = null;
                    drain();
                });
    }

    /** A hook for the connection has not ended at once: messages wait for it. */
    void connecting(Exchange hook) {
        connecting++;
        hook.onRelease(
                () -> {
                    connecting--;
                    drain();
                });
    }

    private void drain() {
        if (isDraining) {
            return;
        }
        isDraining = true;
        Exchange next;
        while (connecting == 0 && running == null && (next = waiting.poll()) != null) {
            if (next.socket().isConnected()) {
                start(next);
            } else {
                next.drop();
            }
        }
        isDraining = false;
        if (connecting == 0 && running == null && waiting.isEmpty() && host.pending() == this) {
            host.pending(null);
        }
    }
}
