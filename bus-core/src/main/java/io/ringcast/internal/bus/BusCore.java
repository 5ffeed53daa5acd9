package io.ringcast.internal.bus;

import io.ringcast.BusOptions;
import io.ringcast.ErrorContext;
import io.ringcast.internal.loop.FailureSink;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Counter;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What all parts of one bus share. */
@AnyThread
final class BusCore {
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");

    final BusOptions options;
    final RingCounters counters = new RingCounters();
    final List<Loop> loops;
    private final NamespaceRegistry registry = new NamespaceRegistry(this);
    private final Set<RingClient> clients = ConcurrentHashMap.newKeySet();
    // Written by whoever registers gateways, read by transports' threads.
    private volatile EntryRule entryRule = (door, namespace) -> true;

    BusCore(BusOptions options, Function<FailureSink, List<Loop>> loops) {
        this.options = options;
        this.loops = loops.apply(this::loopFailed);
    }

    NamespaceRegistry registry() {
        return registry;
    }

    void entryRule(EntryRule rule) {
        entryRule = rule;
    }

    EntryRule entryRule() {
        return entryRule;
    }

    /** The connections that are open. */
    Set<RingClient> clients() {
        return clients;
    }

    /** The loop of the main namespace, and of what has no other owner. */
    Loop mainLoop() {
        return loops.get(0);
    }

    /** The loop that a namespace belongs to, always the same for the same name. */
    Loop loopOf(String namespace) {
        return namespace.equals("/")
                ? mainLoop()
                : loops.get(Math.floorMod(namespace.hashCode(), loops.size()));
    }

    void count(Counter counter) {
        counters.add(counter, 1);
    }

    /** Something of a peer came to nothing. */
    void count(Counter counter, String why) {
        count(counter);
        LOG.log(Level.DEBUG, why);
    }

    /**
     * A peer broke a rule. What it sent is not repeated: it may be a secret, or an attack on logs.
     */
    void protocolError(String rule) {
        count(Counter.PROTOCOL_ERRORS);
        LOG.log(Level.DEBUG, () -> "Connection closed, the client broke the protocol: " + rule);
    }

    private void loopFailed(String where, Throwable failure) {
        failed(new ErrorContext(where, null, null, null), failure);
    }

    /** Passes a failure to the user's handler, which may fail itself. */
    void failed(ErrorContext context, Throwable failure) {
        count(Counter.FAILURES);
        try {
            options.errorHandler().onError(context, failure);
        } catch (Throwable second) {
            LOG.log(Level.ERROR, "the error handler failed itself", second);
        }
    }
}
