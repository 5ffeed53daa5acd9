package io.ringcast.internal.bus;

import io.ringcast.Bus;
import io.ringcast.BusClosedException;
import io.ringcast.BusCounters;
import io.ringcast.BusOptions;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bus: its main namespace, the other namespaces, the transports, and the end of it all. */
@AnyThread
public final class RingBus extends RingNamespace implements Bus {
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Object> extensions = new ConcurrentHashMap<>();
    private final BusEnd end;

    private RingBus(BusCore core) {
        super(core, "/");
        core.registry().addMain(this);
        this.end = new BusEnd(core, transports, watch(core));
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
        core.failed("slow handler", null, null, null, slow);
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
        if (end.refusing().get()) {
            throw new BusClosedException();
        }
        transport.start(new RingTransportContext(core, door, end.refusing()));
        transports.add(transport);
        if (end.refusing().get() && transports.remove(transport)) {
            // Whoever closes the bus may have looked at the transports before this one was there.
            end.each(List.of(transport), Transport::stopAccepting);
            end.each(List.of(transport), late -> late.close(Duration.ZERO));
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
        if (core.isInLoop()) {
            new Thread(closing, "bus-detach").start();
        } else {
            closing.run();
        }
    }

    private void closeDoor(Transport transport, Object door) {
        long deadline = System.nanoTime() + core.options.drainTimeout().toNanos();
        end.each(List.of(transport), Transport::stopAccepting);
        List<RingClient> clients =
                core.clients().stream().filter(client -> door.equals(client.door())).toList();
        clients.forEach(RingClient::shutDown);
        core.loops.forEach(Loop::settle);
        BusEnd.await(() -> Collections.disjoint(core.clients(), clients), deadline);
        end.each(List.of(transport), closed -> closed.close(BusEnd.remaining(deadline)));
        core.loops.forEach(Loop::settle);
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
        end.close(drain);
    }
}
