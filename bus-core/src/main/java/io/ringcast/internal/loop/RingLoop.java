package io.ringcast.internal.loop;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import io.ringcast.BusOptions.FullRing;
import io.ringcast.RingFullException;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A loop on a Disruptor ring with many producers and one consumer thread, the owner. */
@AnyThread
public final class RingLoop implements Loop, InboundBatch.Drivable {
    /*
     * Publishing: from the loop's own thread into the follow-up queue; from another loop's thread
     * into that other ring if it has room, else into the inbox (two loops that wait for each
     * other's full rings would never move again); from any other thread into the ring, waiting.
     * Once something is in the inbox, later entries of other loops go there too until it is empty,
     * which keeps each loop's order.
     * Consuming: all that is available in one pass, each entry followed by its follow-ups; then
     * timers, then flushing. Within a long pass the ring is given back and connections are flushed
     * now and then: a burst must not look like a slow reader.
     * Driving, where it is allowed: while this loop's thread sleeps, a transport's thread that brings an entry may run
     * the ring's entries in its place (InboundBatch); `owner` is who runs the loop. The inbox, timers
     * and the end stay with the loop's thread. A handler that takes long would keep the transport
     * from reading, so the loop is not driven for a while after one.
     * Going on: what an entry throws stays in LoopCore. What is thrown in between, for want of memory
     * or stack, or because this class is wrong, is reported and the next pass begins behind the last
     * entry that was begun. A loop that fails in pass after pass and gets nowhere can't go on: it says
     * so, and ends.
     * Ending: what stops the loop comes by the inbox, behind all that was published before; then
     * LoopEnd says which entry of the ring is the last. Of an inbox's entry whoever takes it out decides.
     */
    private static final int GATE_EVERY = 256;
    private static final long LONG_DRIVE_NANOS = 5_000_000;
    private static final long REST_NANOS = 1_000_000_000;
    private static final int MOST_FAILED_PASSES = 100;
    // Times the number of failures: a second in all, in which memory may be given back.
    private static final long PAUSE_NANOS = 200_000;

    // Not private: tests play a publisher that is slow between claim and publish.
    final RingBuffer<LoopEvent> ring;
    private final Sequence consumed = new Sequence();
    private final SequenceBarrier barrier;
    private final LoopWait wait;
    private final LoopCore core;
    private final LoopThread thread;
    private final FullRing onFullRing;
    private final Queue<LoopEvent> inbox = new ConcurrentLinkedQueue<>();
    private final LoopEnd end = new LoopEnd();
    // Written by whoever stops the loop, read by publishers.
    private volatile boolean stopping;
    private boolean running = true;
    // Written by whoever takes or gives back the role; other threads never find themselves in it.
    private Thread owner;
    // Written by drivers.
    private volatile long notDrivenBefore = System.nanoTime();

    /**
     * Makes a loop and starts its thread.
     *
     * @param name the thread's name
     * @param size entries of the ring, a power of two
     * @param mode how to wait
     * @param onFullRing what publishers do when the ring is full
     * @param failures is told what was thrown
     */
    public RingLoop(
            String name, int size, WaitMode mode, FullRing onFullRing, FailureSink failures) {
        this.core = new LoopCore(failures);
        this.onFullRing = onFullRing;
        this.wait = new LoopWait(mode, core.timers(), this);
        this.ring = RingBuffer.createMultiProducer(LoopEvent::new, size, wait);
        this.barrier = ring.newBarrier();
        ring.addGatingSequences(consumed);
        this.thread = new LoopThread(name, this::consume);
        this.owner = thread;
        thread.start();
    }

    private void consume() {
        wait.startedBy(thread);
        Throwable fatal = persist(false);
        if (fatal != null) {
            stopping = true;
            core.reportFatal(fatal);
        }
        end.begin(ring);
        Throwable broken = persist(true);
        core.runEndings();
        core.flush();
        ring.removeGatingSequence(consumed);
        end.complete();
        if (fatal == null && broken != null) {
            core.reportFatal(broken);
        }
    }

    /**
     * Makes passes until there is nothing left to do, whatever they throw.
     *
     * @return what pass after pass threw without getting anywhere; else null
     */
    private @Nullable Throwable persist(boolean isEnding) {
        int failed = 0;
        while (true) {
            long before = consumed.get();
            try {
                while (isEnding ? finish() : pass()) {
                    failed = 0;
                }
                return null;
            } catch (Throwable broken) {
                core.report("loop", broken);
                failed = consumed.get() == before ? failed + 1 : 0;
                if (failed == MOST_FAILED_PASSES) {
                    return broken;
                }
                LockSupport.parkNanos(failed * PAUSE_NANOS);
            }
        }
    }

    private boolean pass() {
        long next = consumed.get() + 1;
        runAvailable(mayWait() ? waitFor(next) : availableNow(next));
        if (!inbox.isEmpty()) {
            drainInbox();
        }
        core.runTimers(System.nanoTime());
        core.flush();
        return running;
    }

    /**
     * The inbox is looked at after each alert was cleared and before each wait: what is spilled
     * later raises an alert that this wait sees.
     */
    private boolean mayWait() {
        return !core.isDirty() && inbox.isEmpty();
    }

    /** Runs what is left; false, for there is no more. */
    private boolean finish() {
        while (consumed.get() < end.last()) {
            runAvailable(Math.min(end.last(), waitFor(consumed.get() + 1)));
        }
        LoopEvent event;
        while ((event = inbox.poll()) != null) {
            core.run(event);
        }
        core.flush();
        return false;
    }

    @SuppressWarnings("ThreadPriorityCheck") // see there
    private long waitFor(long next) {
        try {
            long available = barrier.waitFor(next);
            if (available < next && ring.getCursor() >= next) {
                // Claimed but not published yet: its publisher may need this core.
                Thread.yield();
            }
            return available;
        } catch (AlertException woken) {
            barrier.clearAlert();
        } catch (InterruptedException | TimeoutException ignored) {
            // LoopWait throws neither.
        }
        return next - 1;
    }

    /** The last published entry, without waiting for one: there is something else to do. */
    private long availableNow(long next) {
        long available = next - 1;
        while (ring.isAvailable(available + 1)) {
            available++;
        }
        return available;
    }

    /** Runs what is published up to a sequence. Where that was waited for, a driver may have. */
    private void runAvailable(long available) {
        long begun = consumed.get();
        try {
            while (begun < available) {
                LoopEvent event = ring.get(begun + 1);
                begun++;
                core.run(event);
                if ((begun & (GATE_EVERY - 1)) == 0) {
                    consumed.set(begun);
                    core.flush();
                }
            }
        } finally {
            consumed.set(begun);
        }
    }

    /**
     * Runs what other loops had to spill, after all that they had put into the ring before: what is
     * counted here was spilled by now, and what its loop had put into the ring claimed before that.
     */
    private void drainInbox() {
        int spilled = inbox.size();
        long claimed = ring.getCursor();
        while (consumed.get() < claimed) {
            runAvailable(waitFor(consumed.get() + 1));
        }
        for (LoopEvent event; spilled > 0 && (event = inbox.peek()) != null; spilled--) {
            try {
                core.run(event);
            } finally {
                inbox.remove();
            }
        }
    }

    /** Lets a transport's thread run the loop while it sleeps. Before the loop is used. */
    public void allowDriving() {
        wait.allowDriving();
    }

    @Override
    public void drive() {
        long start = System.nanoTime();
        if (isResting(start)) {
            wait.wake();
            return;
        }
        if (!wait.tryDrive()) {
            // Whoever runs the loop now looks at the ring before leaving it.
            return;
        }
        owner = Thread.currentThread();
        boolean wake = true;
        try {
            runAvailable(availableNow(consumed.get() + 1));
            core.flush();
            wake = core.isDirty() || wait.mustWakeForTimer();
        } catch (Throwable broken) {
            core.report("loop", broken); // and the loop's own thread goes on
        } finally {
            long end = System.nanoTime();
            if (end - start > LONG_DRIVE_NANOS) {
                notDrivenBefore = end + REST_NANOS;
            }
            owner = thread;
            wait.endDrive(wake);
            wakeIfNeeded();
        }
    }

    /** Says whether a handler took long a moment ago, so that the loop is not driven. */
    boolean isResting(long now) {
        return now - notDrivenBefore < 0;
    }

    private void wakeIfNeeded() {
        if (ring.getCursor() > consumed.get() || !inbox.isEmpty()) {
            wait.wake();
        }
    }

    @Override
    public boolean publish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        Thread caller = Thread.currentThread();
        if (caller == owner) {
            return core.followUp(target, operation, first, second, third, number);
        }
        if (stopping) {
            return false;
        }
        if (caller instanceof LoopThread || InboundBatch.isDriving()) {
            return publishFromLoop(target, operation, first, second, third, number);
        }
        long sequence = claim(target);
        ring.get(sequence).fill(target, operation, first, second, third, number);
        ring.publish(sequence);
        return isRun(sequence);
    }

    /** Says whether an entry that was published has been or will be run. */
    boolean isRun(long sequence) {
        return end.isRun(sequence);
    }

    @Override
    public boolean tryPublish(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        Thread caller = Thread.currentThread();
        if (caller == owner || caller instanceof LoopThread || InboundBatch.isDriving()) {
            return publish(target, operation, first, second, third, number);
        }
        if (stopping) {
            return false;
        }
        try {
            long sequence = ring.tryNext();
            ring.get(sequence).fill(target, operation, first, second, third, number);
            ring.publish(sequence);
            return isRun(sequence);
        } catch (InsufficientCapacityException full) {
            return false;
        }
    }

    private long claim(LoopEvent.Target target) {
        boolean mayWait = onFullRing == FullRing.WAIT || target.isVital();
        if (mayWait && !wait.isDrivable()) {
            return ring.next();
        }
        try {
            return ring.tryNext();
        } catch (InsufficientCapacityException full) {
            // The loop may still sleep: what filled the ring came in batches that have not ended.
            wait.wake();
            InboundBatch.flush();
            if (mayWait) {
                return ring.next();
            }
            throw new RingFullException();
        }
    }

    private boolean publishFromLoop(
            LoopEvent.Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        if (inbox.isEmpty()) {
            try {
                long sequence = ring.tryNext();
                ring.get(sequence).fill(target, operation, first, second, third, number);
                ring.publish(sequence);
                return isRun(sequence);
            } catch (InsufficientCapacityException full) {
                // The other loop is behind: spill.
            }
        }
        LoopEvent event = new LoopEvent();
        event.fill(target, operation, first, second, third, number);
        spill(event);
        // Whoever takes it out of the inbox, this thread or the ending loop, decides.
        return !end.hasBegun() || !inbox.remove(event);
    }

    private void spill(LoopEvent event) {
        inbox.add(event);
        barrier.alert(); // which wakes the loop
    }

    @Override
    public boolean enqueue(Runnable task) {
        return publish(TaskTarget.RUN, 0, task, null, null, 0);
    }

    @Override
    public void hurry() {
        if (wait.isDrivable()) {
            InboundBatch.flush();
        }
    }

    @Override
    public void wake() {
        wait.wake();
    }

    @Override
    public void whenEnded(Runnable ending) {
        core.whenEnded(ending);
    }

    @Override
    public void forgetEnding(Runnable ending) {
        core.forgetEnding(ending);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        LoopTimer timer = new LoopTimer(task);
        long nanos = delay.toNanos();
        // A loop that ends runs what is queued, but no timer any more.
        if (end.hasBegun() || !perform(() -> schedule(timer, nanos))) {
            throw Loop.stopped(this);
        }
        return () -> perform(() -> cancel(timer));
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean canCallBack() {
        return core.canCallBack();
    }

    @Override
    public void enter() {
        core.enter();
    }

    @Override
    public void leave() {
        core.leave();
    }

    @Override
    public void changed() {
        core.changed();
    }

    @Override
    public long epoch() {
        return core.epoch();
    }

    @Override
    public void markDirty(Connection connection) {
        assert inLoop() : "only the loop writes; use publish from other threads";
        core.markDirty(connection);
    }

    @Override
    public void schedule(LoopTimer timer, long delayNanos) {
        assert inLoop() : "timers belong to the loop; use schedule(Duration, Runnable)";
        core.timers().schedule(timer, System.nanoTime() + delayNanos);
    }

    @Override
    public void cancel(LoopTimer timer) {
        assert inLoop() : "timers belong to the loop; cancel there";
        core.timers().cancel(timer);
    }

    @Override
    public void stop(Duration timeout) {
        if (!stopping) {
            stopping = true;
            // Not through the ring: that may be full, and whoever stops the loop must not wait.
            LoopEvent last = new LoopEvent();
            last.fill(TaskTarget.RUN, 0, (Runnable) () -> running = false, null, null, 0);
            spill(last);
            // This thread may be in a batch, at whose end it wanted to run the loop, and waits now.
            wait.wake();
        }
        if (!inLoop() && !end.await(timeout)) {
            core.reportStuck(thread.getName());
        }
    }

    /**
     * Says whether the caller is the thread of any loop, or runs one, and must not wait for
     * another.
     *
     * @return true on a thread that runs a loop
     */
    public static boolean isLoopThread() {
        return Thread.currentThread() instanceof LoopThread || InboundBatch.isDriving();
    }

    /** Says whether the loop's thread sleeps and nobody drives it. Any thread; soon outdated. */
    boolean isAsleep() {
        return wait.isAsleep();
    }

    /** For tests, which break its state. */
    LoopCore core() {
        return core;
    }

    /** How many times an entry began or ended; odd while one runs. For the watchdog. */
    public long progress() {
        return core.progress();
    }

    /**
     * What the owner is doing now.
     *
     * @return its stack
     */
    public StackTraceElement[] stackTrace() {
        return owner.getStackTrace();
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
