package io.ringcast.internal.bus;

import io.ringcast.BusOptions;
import io.ringcast.ErrorContext;
import io.ringcast.ErrorHandler;
import io.ringcast.Recovery;
import io.ringcast.internal.dispatch.LoggingErrorHandler;
import io.ringcast.internal.loop.FailureSink;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Counter;
import io.ringcast.transport.MemoryBudget;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all parts of one bus share. */
@AnyThread
final class BusCore {
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    final BusOptions options;
    final RingCounters counters = new RingCounters();
    final List<Loop> loops;

    /** What all that peers make the bus and its transports hold may take together. */
    final MemoryBudget memory = new MemoryBudget(MemoryBudget.shareOfHeap(2));

    /** What the rooms of all clients may take. */
    final MemoryBudget roomBytes =
            memory.part(MemoryBudget.shareOfHeap(4), MemoryBudget.shareOfHeap(32));

    /** What the sockets of all clients may take, but for the first of each. */
    final MemoryBudget socketBytes =
            memory.part(MemoryBudget.shareOfHeap(4), MemoryBudget.shareOfHeap(32));

    /** What recovery may hold; null where it is off. */
    final @Nullable RecoveryBudget recovery;

    private final ErrorHandler failuresOfHandler = new LoggingErrorHandler();
    private final NamespaceRegistry registry = new NamespaceRegistry(this);
    private final Set<RingClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
    // Written by whoever registers gateways, read by transports' threads.
    private volatile EntryRule entryRule = (door, namespace) -> true;
    // Written once as the bus is made, read by whatever ends.
    private volatile Consumer<Throwable> onFatal = failure -> {};

    BusCore(BusOptions options, Function<FailureSink, List<Loop>> loops) {
        this.options = options;
        Recovery settings = options.connectionStateRecovery();
        this.recovery = settings == null ? null : new RecoveryBudget(settings, memory);
        this.loops = loops.apply(new Failures());
    }

    /** What a loop can't tell anybody else. */
    private final class Failures implements FailureSink {
        @Override
        public void onFailure(String where, Throwable failure) {
            failed(where, null, null, null, failure);
        }

        @Override
        public void onFatal(Throwable failure) {
            fatal(failure);
        }
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

    boolean isInLoop() {
        for (Loop loop : loops) {
            if (loop.inLoop()) {
                return true;
            }
        }
        return false;
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

    /**
     * A client was too fast. One line a minute: who can make a bus warn can make it fill a disk.
     */
    void tooFast(String rule) {
        long now = System.nanoTime();
        long quiet = quietUntil.get();
        if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
            LOG.log(Level.WARNING, "A client was refused or disconnected: " + rule);
        }
    }

    /**
     * Passes a failure to the user's handler, which may fail itself, as may the log, and the making
     * of the context where memory is used up. Never throws: whoever reports has more to do.
     */
    void failed(
            String where,
            @Nullable String namespace,
            @Nullable String socketId,
            @Nullable String event,
            Throwable failure) {
        try {
            count(Counter.FAILURES);
            ErrorContext context = new ErrorContext(where, namespace, socketId, event);
            options.errorHandler().onError(context, failure);
        } catch (Throwable second) {
            handlerFailed(namespace, event, second);
        }
    }

    private void handlerFailed(
            @Nullable String namespace, @Nullable String event, Throwable failure) {
        try {
            failuresOfHandler.onError(
                    new ErrorContext("error handler", namespace, null, event), failure);
        } catch (Throwable lost) {
            // Nobody is left to tell.
        }
    }

    /** Sets what ends the bus. Before anybody can call {@link #fatal}. */
    void onFatal(Consumer<Throwable> end) {
        onFatal = end;
    }

    /** Something that the bus can't do without has ended. Allocates nothing. */
    void fatal(Throwable failure) {
        onFatal.accept(failure);
    }
}
