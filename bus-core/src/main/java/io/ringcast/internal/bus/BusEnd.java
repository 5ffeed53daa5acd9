package io.ringcast.internal.bus;

import io.ringcast.internal.loop.Closer;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.RingLoop;
import io.ringcast.internal.loop.Watchdog;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import io.ringcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a bus ends: because it is closed, or because it can't go on. */
@AnyThread
final class BusEnd {
    /*
     * A thread that is there from the beginning closes the bus, whoever asks for it: neither a full
     * ring nor a full heap is in its way. A bus whose loops are stepped is closed by whoever closes
     * it. The steps don't depend on each other's success; one that fails for want of memory is tried
     * again, as each gives some back.
     */
    private static final int ATTEMPTS = 3;

    private final BusCore core;
    private final List<Transport> transports;
    private final @Nullable Watchdog watchdog;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    // Made beforehand: there may be no memory for them in the end.
    private final Runnable[] steps = {
        this::stopAccepting,
        this::endClients,
        this::closeTransports,
        this::settle,
        this::stopLoops,
        this::closeAdapters
    };
    private final @Nullable Closer closer;
    // Both written once by whoever sets closing, read by the thread that closes.
    private volatile Duration drainTime;
    private volatile @Nullable Throwable fatal;
    private long deadline;

    BusEnd(BusCore core, List<Transport> transports, @Nullable Watchdog watchdog) {
        this.core = core;
        this.transports = transports;
        this.watchdog = watchdog;
        this.drainTime = core.options.drainTimeout();
        boolean isStepped = core.loops.stream().noneMatch(RingLoop.class::isInstance);
        this.closer = isStepped ? null : new Closer("bus-close", this::shutDown);
        core.onFatal(this::cannotGoOn);
    }

    /** Set once nobody comes in any more. */
    AtomicBoolean refusing() {
        return refusing;
    }

    void close(Duration drain) {
        boolean first = closing.compareAndSet(false, true);
        if (first) {
            drainTime = drain;
        }
        Closer thread = closer;
        if (thread == null) {
            closeInPlace(first);
            return;
        }
        if (first) {
            thread.call();
        }
        if (core.isInLoop() || thread.isCurrent()) {
            return;
        }
        InboundBatch.flush();
        if (first) {
            thread.join();
        } else {
            awaitClosed(drain);
        }
    }

    private void closeInPlace(boolean first) {
        if (core.isInLoop()) {
            if (first) {
                new Thread(this::shutDown, "bus-close").start();
            }
        } else if (first) {
            shutDown();
        } else {
            awaitClosed(drainTime);
        }
    }

    /** The bus can't go on. Needs no memory where there are threads. */
    private void cannotGoOn(Throwable failure) {
        if (!closing.compareAndSet(false, true)) {
            failed("close", failure);
            return;
        }
        fatal = failure;
        Closer thread = closer;
        if (thread != null) {
            thread.call();
        } else {
            closeInPlace(true);
        }
    }

    private void shutDown() {
        Throwable cause = fatal;
        if (cause != null) {
            tell(cause);
        }
        deadline = System.nanoTime() + drainTime.toNanos();
        refusing.set(true);
        for (Runnable step : steps) {
            take(step);
        }
        closed.countDown();
    }

    private void tell(Throwable cause) {
        try {
            core.options.fatalHandler().onFatal(cause);
        } catch (Throwable failure) {
            failed("fatal handler", failure);
        }
    }

    private void take(Runnable step) {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                step.run();
                return;
            } catch (VirtualMachineError full) {
                failed("close", full);
            } catch (Throwable failure) {
                failed("close", failure);
                return;
            }
        }
    }

    private void stopAccepting() {
        each(transports, Transport::stopAccepting);
    }

    /** Every client hears why, and gets what is queued. */
    private void endClients() {
        for (RingClient client : core.clients()) {
            try {
                client.shutDown();
            } catch (Throwable failure) {
                failed("client close", failure);
            }
        }
        settle();
        await(() -> core.clients().isEmpty(), deadline);
    }

    private void closeTransports() {
        each(transports, transport -> transport.close(remaining(deadline)));
    }

    private void settle() {
        core.loops.forEach(Loop::settle);
    }

    private void stopLoops() {
        for (Loop loop : core.loops) {
            Duration atLeast = Duration.ofMillis(100);
            Duration left = remaining(deadline);
            loop.stop(left.compareTo(atLeast) < 0 ? atLeast : left);
        }
        if (watchdog != null) {
            watchdog.stop();
        }
    }

    private void closeAdapters() {
        for (RingNamespace namespace : core.registry().each()) {
            try {
                namespace.adapter().close();
            } catch (Throwable failure) {
                failed("adapter close", failure);
            }
        }
    }

    /** Calls all, whatever one of them throws; an error of the machine is thrown in the end. */
    void each(List<Transport> all, Consumer<Transport> call) {
        VirtualMachineError error = null;
        for (Transport transport : all) {
            try {
                call.accept(transport);
            } catch (VirtualMachineError full) {
                error = full;
            } catch (Throwable failure) {
                failed("transport close", failure);
            }
        }
        if (error != null) {
            throw error;
        }
    }

    /** Looks every millisecond: closing is rare, and a latch per connection is not. */
    static void await(BooleanSupplier condition, long deadline) {
        InboundBatch.flush();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private void awaitClosed(Duration drain) {
        try {
            if (!closed.await(drain.toNanos(), TimeUnit.NANOSECONDS)) {
                failed("close", new IllegalStateException("closing takes longer"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String where, Throwable failure) {
        core.failed(where, "/", null, null, failure);
    }
}
