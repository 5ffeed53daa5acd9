package io.ringcast.transport.inmemory.internal;

import io.ringcast.internal.loop.FailureSink;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The owner of a client's listeners when these run on an executor: one thing at a time. */
@AnyThread
final class ExecutorLoop implements Loop {
    /*
     * Whoever raises the backlog from zero has the queue drained; the drainer lowers it by what it
     * has run, so there is one drainer at a time. The bound is kept by those who add events: they
     * look at the backlog first. What the executor refuses is dropped, but what somebody waits for:
     * that ends on the thread that brought it.
     */
    private final Executor executor;
    private final FailureSink failures;
    private final Queue<Runnable> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger backlog = new AtomicInteger();
    // Written by the drainer around its work, read by callers that ask whether they are it.
    private volatile @Nullable Thread owner;

    ExecutorLoop(Executor executor, FailureSink failures) {
        this.executor = executor;
        this.failures = failures;
    }

    /** A task that somebody waits for: it is run in any case. */
    interface Awaited extends Runnable {}

    /** How much has been asked for and not been done yet. */
    int backlog() {
        return backlog.get();
    }

    @Override
    public boolean publish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        LoopEvent event = new LoopEvent();
        event.operation = operation;
        event.first = first;
        event.second = second;
        event.third = third;
        event.number = number;
        submit(() -> run(target, event));
        return true;
    }

    private void run(LoopEvent.Target target, LoopEvent event) {
        try {
            target.run(event);
        } catch (Throwable failure) {
            report(failure);
        }
    }

    private void report(Throwable failure) {
        try {
            failures.onFailure("client executor", failure);
        } catch (Throwable lost) {
            // Whoever drains goes on, or nobody ever would.
        }
    }

    @Override
    public boolean tryPublish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        return publish(target, operation, first, second, third, number);
    }

    @Override
    public void submit(Runnable task) {
        entries.add(task);
        if (backlog.getAndIncrement() == 0) {
            try {
                executor.execute(this::drain);
            } catch (Throwable refused) {
                report(refused);
                discard();
            }
        }
    }

    /** In the drainer's place: others may be adding, and the backlog has to stay theirs too. */
    private void discard() {
        do {
            if (entries.peek() instanceof Awaited) {
                runNext();
            } else {
                entries.poll();
            }
        } while (backlog.decrementAndGet() > 0);
    }

    private void drain() {
        do {
            runNext();
        } while (backlog.decrementAndGet() > 0);
    }

    private void runNext() {
        Runnable next = entries.poll();
        owner = Thread.currentThread();
        try {
            if (next != null) {
                next.run();
            }
        } catch (Throwable failure) {
            report(failure);
        } finally {
            // Before the backlog is lowered: from then on there may be another drainer.
            owner = null;
        }
    }

    @Override
    public boolean enqueue(Runnable task) {
        submit(task);
        return true;
    }

    @Override
    public void whenEnded(Runnable ending) {
        throw new UnsupportedOperationException("acks belong to the namespace's loop");
    }

    @Override
    public void forgetEnding(Runnable ending) {
        throw new UnsupportedOperationException("acks belong to the namespace's loop");
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public boolean canCallBack() {
        return true;
    }

    @Override
    public void changed() {
        // Nobody asks: what is on an executor is reached through it.
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public void enter() {
        // Callbacks never nest: what they ask for is queued.
    }

    @Override
    public void leave() {
        // See enter.
    }

    @Override
    public long nanoTime() {
        throw new UnsupportedOperationException("time belongs to the namespace's loop");
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("time belongs to the namespace's loop");
    }

    @Override
    public void schedule(LoopTimer timer, long delayNanos) {
        throw new UnsupportedOperationException("time belongs to the namespace's loop");
    }

    @Override
    public void cancel(LoopTimer timer) {
        throw new UnsupportedOperationException("time belongs to the namespace's loop");
    }

    @Override
    public void markDirty(Connection connection) {
        throw new UnsupportedOperationException("connections belong to the namespace's loop");
    }

    @Override
    public void stop(Duration timeout) {
        // The executor is its owner's.
    }
}
