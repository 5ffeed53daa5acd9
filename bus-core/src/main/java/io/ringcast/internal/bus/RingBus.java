package io.ringcast.internal.bus;

import io.ringcast.Bus;
import io.ringcast.BusClosedException;
import io.ringcast.BusCounters;
import io.ringcast.BusOptions;
import io.ringcast.ErrorContext;
import io.ringcast.Namespace;
import io.ringcast.NamespaceMatcher;
import io.ringcast.Registration;
import io.ringcast.internal.loop.FailureSink;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.RingLoop;
import io.ringcast.internal.loop.Watchdog;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Counter;
import io.ringcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bus: its main namespace, the other namespaces, the transports, and the end of it all. */
@AnyThread
public final class RingBus extends RingNamespace implements Bus {
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Class<?>, Object> extensions = new ConcurrentHashMap<>();
    private final @Nullable Watchdog watchdog;

    private RingBus(BusCore core) {
        super(core, "/");
        core.registry().addMain(this);
        this.watchdog = watch(core);
    }

    /**
     * Makes a bus with threads.
     *
     * @param options its options
     * @return the running bus
     */
    public static RingBus start(BusOptions options) {
        return start(options, failures -> threads(options, failures));
    }

    /**
     * Makes a bus on given loops.
     *
     * @param options its options
     * @param loops makes the loops
     * @return the running bus
     */
    public static RingBus start(BusOptions options, Function<FailureSink, List<Loop>> loops) {
        return new RingBus(new BusCore(options, loops));
    }

    private static List<Loop> threads(BusOptions options, FailureSink failures) {
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < options.loops(); i++) {
            RingLoop loop =
                    new RingLoop(
                            "bus-loop-" + i,
                            options.ringSize(),
                            options.waitMode(),
                            options.onFullRing(),
                            failures);
            if (options.nonBlockingHandlers()) {
                loop.allowDriving();
            }
            loops.add(loop);
        }
        return loops;
    }

    private static @Nullable Watchdog watch(BusCore core) {
        List<RingLoop> threaded = new ArrayList<>();
        for (Loop loop : core.loops) {
            if (loop instanceof RingLoop ring) {
                threaded.add(ring);
            }
        }
        Duration limit = core.options.slowHandlerLimit();
        if (limit.isZero() || threaded.isEmpty()) {
            return null;
        }
        return new Watchdog(threaded, limit, (loop, stack) -> reportSlow(core, loop, stack));
    }

    private static void reportSlow(BusCore core, RingLoop loop, StackTraceElement[] stack) {
        core.count(Counter.SLOW_HANDLERS);
        IllegalStateException slow =
                new IllegalStateException(
                        loop
                                + " has been in one handler for longer than "
                                + core.options.slowHandlerLimit()
                                + ": move what blocks to an executor");
        slow.setStackTrace(stack);
        core.failed(new ErrorContext("slow handler", null, null, null), slow);
    }

    @Override
    public BusOptions options() {
        return core.options;
    }

    @Override
    public <T extends Transport> T attach(T transport) {
        Objects.requireNonNull(transport, "transport");
        start(transport, null);
        return transport;
    }

    private void start(Transport transport, @Nullable Object door) {
        if (refusing.get()) {
            throw new BusClosedException();
        }
        transport.start(new RingTransportContext(core, door, refusing));
        transports.add(transport);
        if (refusing.get() && transports.remove(transport)) {
            // Whoever closes the bus may have looked at the transports before this one was there.
            each(List.of(transport), Transport::stopAccepting);
            each(List.of(transport), late -> late.close(Duration.ZERO));
            throw new BusClosedException();
        }
    }

    /**
     * Lets clients reach the bus through a door of their own, see {@link #entryRule}.
     *
     * @param transport the transport, not attached anywhere yet
     * @param door stands for it
     * @throws BusClosedException if the bus is closed
     */
    public void attach(Transport transport, Object door) {
        start(transport, Objects.requireNonNull(door, "door"));
    }

    /**
     * Closes a door: its transport stops to accept, its clients are disconnected, and, off the
     * loops, what it holds is free when this returns.
     *
     * @param transport the transport
     * @param door what it was attached with
     */
    public void detach(Transport transport, Object door) {
        if (!transports.remove(transport)) {
            return;
        }
        Runnable closing = () -> closeDoor(transport, door);
        if (core.loops.stream().anyMatch(Loop::inLoop)) {
            new Thread(closing, "bus-detach").start();
        } else {
            closing.run();
        }
    }

    private void closeDoor(Transport transport, Object door) {
        long deadline = System.nanoTime() + core.options.drainTimeout().toNanos();
        each(List.of(transport), Transport::stopAccepting);
        List<RingClient> clients =
                core.clients().stream().filter(client -> door.equals(client.door())).toList();
        clients.forEach(RingClient::shutDown);
        settle();
        await(() -> Collections.disjoint(core.clients(), clients), deadline);
        each(List.of(transport), closed -> closed.close(remaining(deadline)));
        settle();
    }

    /**
     * Restricts which namespaces a network's clients may ask for.
     *
     * @param rule decides, by the door
     */
    public void entryRule(EntryRule rule) {
        core.entryRule(rule);
    }

    /**
     * What is built on top of this bus, one of a kind.
     *
     * @param kind the kind
     * @param make makes it at the first call
     * @param <T> the kind
     * @return always the same
     */
    public <T> T extension(Class<T> kind, Function<RingBus, T> make) {
        return kind.cast(extensions.computeIfAbsent(kind, missing -> make.apply(this)));
    }

    @Override
    public Namespace of(String name) {
        return core.registry().of(name);
    }

    @Override
    public Namespace of(Pattern pattern) {
        return core.registry().parent(Objects.requireNonNull(pattern, "pattern"), null);
    }

    @Override
    public Namespace of(NamespaceMatcher matcher) {
        return core.registry().parent(null, Objects.requireNonNull(matcher, "matcher"));
    }

    @Override
    public Registration onNewNamespace(Consumer<? super Namespace> listener) {
        return core.registry().onNewNamespace(listener);
    }

    @Override
    public List<Namespace> namespaces() {
        return core.registry().all();
    }

    @Override
    public BusCounters counters() {
        return core.counters;
    }

    @Override
    public void close() {
        close(core.options.drainTimeout());
    }

    @Override
    public void close(Duration drain) {
        boolean first = closing.compareAndSet(false, true);
        if (core.loops.stream().anyMatch(Loop::inLoop)) {
            if (first) {
                new Thread(() -> shutDown(drain), "bus-close").start();
            }
        } else if (first) {
            shutDown(drain);
        } else {
            awaitClosed(drain);
        }
    }

    private void shutDown(Duration drain) {
        long deadline = System.nanoTime() + drain.toNanos();
        try {
            refusing.set(true);
            each(transports, Transport::stopAccepting);
            // A handler that holds its loop, with the ring full, must not hold up the others' end.
            core.mainLoop().withoutWaiting(() -> endClients(deadline));
            settle();
        } finally {
            stopLoops(deadline);
            core.registry().each().forEach(this::closeAdapter);
            closed.countDown();
        }
    }

    private void endClients(long deadline) {
        core.clients().forEach(this::endClient);
        settle();
        await(() -> core.clients().isEmpty(), deadline);
        each(transports, transport -> transport.close(remaining(deadline)));
    }

    private void endClient(RingClient client) {
        try {
            client.shutDown();
        } catch (RuntimeException failure) {
            failed("client close", null, failure);
        }
    }

    private void closeAdapter(RingNamespace namespace) {
        try {
            namespace.adapter().close();
        } catch (RuntimeException failure) {
            failed("adapter close", null, failure);
        }
    }

    private void each(List<Transport> all, Consumer<Transport> call) {
        for (Transport transport : all) {
            try {
                call.accept(transport);
            } catch (RuntimeException failure) {
                failed("transport close", null, failure);
            }
        }
    }

    private void settle() {
        core.loops.forEach(Loop::settle);
    }

    /** Looks every millisecond: closing is rare, and a latch per connection is not. */
    private static void await(BooleanSupplier condition, long deadline) {
        try {
            while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopLoops(long deadline) {
        for (Loop loop : core.loops) {
            Duration atLeast = Duration.ofMillis(100);
            Duration left = remaining(deadline);
            loop.stop(left.compareTo(atLeast) < 0 ? atLeast : left);
        }
        if (watchdog != null) {
            watchdog.stop();
        }
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void awaitClosed(Duration drain) {
        try {
            if (!closed.await(drain.toNanos(), TimeUnit.NANOSECONDS)) {
                failed("close", null, new IllegalStateException("closing takes longer"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
