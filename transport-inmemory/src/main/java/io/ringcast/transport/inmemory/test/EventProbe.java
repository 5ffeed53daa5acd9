package io.ringcast.transport.inmemory.test;

import io.ringcast.Arguments;
import io.ringcast.EventSource;
import io.ringcast.Registration;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.ManualLoop;
import io.ringcast.transport.inmemory.internal.MemorySocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to an event and hands out what arrived, in order.
 *
 * <pre>{@code
 * EventProbe probe = EventProbe.on(client, "message");
 * String first = probe.next(String.class);
 * probe.expectNone();
 * }</pre>
 *
 * <p>On a {@link TestBus} it steps the bus before it looks; on a bus with threads it waits, five
 * seconds at most.
 *
 * <p>Threads: any but the loop's.
 */
public final class EventProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;

    private final String event;
    private final @Nullable Loop loop;
    private final BlockingQueue<Arguments> arrived = new LinkedBlockingQueue<>();
    private final Registration registration;

    private EventProbe(EventSource source, String event) {
        this.event = event;
        this.loop = loopOf(source);
        this.registration = source.on(event, (arguments, ack) -> arrived.add(arguments));
    }

    /**
     * Begins to listen.
     *
     * @param source a client's socket, a server's socket, or a namespace
     * @param event the event's name
     * @return the probe
     */
    public static EventProbe on(EventSource source, String event) {
        return new EventProbe(source, event);
    }

    private static @Nullable Loop loopOf(EventSource source) {
        if (source instanceof MemorySocket socket) {
            return socket.loop();
        }
        return source instanceof EventHost host ? host.loop() : null;
    }

    /**
     * The first argument of the next event.
     *
     * @param type what to have it as
     * @param <T> the type
     * @return the argument
     * @throws AssertionError if no such event has come
     */
    public <T> T next(Class<T> type) {
        return next().get(0, type);
    }

    /**
     * The arguments of the next event.
     *
     * @return the arguments
     * @throws AssertionError if no such event has come
     */
    public Arguments next() {
        Arguments next = loop instanceof ManualLoop ? stepped(loop) : awaited();
        if (next == null) {
            throw new AssertionError("no \"" + event + "\" has come");
        }
        return next;
    }

    private @Nullable Arguments stepped(Loop manual) {
        manual.settle();
        return arrived.poll();
    }

    private @Nullable Arguments awaited() {
        try {
            return arrived.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for \"" + event + "\"", e);
        }
    }

    /**
     * Asserts that no further event has come of what was asked for so far: on a {@link TestBus}
     * when that is idle, on a bus with threads when its loop has done what the calling thread asked
     * for.
     *
     * @throws AssertionError if one has come
     */
    public void expectNone() {
        if (loop instanceof ManualLoop) {
            loop.settle();
        } else if (loop != null) {
            for (int round = 0; round < ROUNDS; round++) {
                passThrough(loop);
            }
        }
        Arguments unexpected = arrived.poll();
        if (unexpected != null) {
            throw new AssertionError("\"" + event + "\" has come: " + unexpected);
        }
    }

    /** Entries, then what they led to, then what flushing led to: hence more than one round. */
    private static void passThrough(Loop threaded) {
        CountDownLatch passed = new CountDownLatch(1);
        threaded.submit(passed::countDown);
        try {
            if (!passed.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("the loop is held by something");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * How many events have come and not been taken.
     *
     * @return the number at this moment
     */
    public int size() {
        return arrived.size();
    }

    /** Stops to listen. */
    @Override
    public void close() {
        registration.close();
    }
}
