package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringcast.AckCallback;
import io.ringcast.BroadcastOperator;
import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is promised to leave no garbage, counted by the virtual machine itself. */
class AllocationGuardTest {
    private static final int WARM_UP = 10_000;
    private static final int RECIPIENTS = 100;
    private static final int EVENTS = 50_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Bus bus = Bus.create();
    private final InMemoryTransport memory = bus.attach(new InMemoryTransport());
    private final AtomicLong arrived = new AtomicLong();
    private final Object value = "value";

    @AfterEach
    void closeBus() {
        bus.close();
    }

    /** Less than a byte an event: what is allocated once in a while, by whomever. */
    @Test
    void shouldEmitWithoutGarbage() throws InterruptedException {
        ClientSocket client = connect(1)[0];

        assertThat(garbage(1, () -> client.emit("event", value))).isLessThan(1);
    }

    @Test
    void shouldBroadcastWithoutGarbage() throws InterruptedException {
        connect(RECIPIENTS);
        BroadcastOperator room = bus.to("room");

        assertThat(garbage(RECIPIENTS, () -> room.emit("news", value))).isLessThan(1);
    }

    // Each event beyond the fourth of a room made a plan of it, and threw another one away.
    @Test
    void shouldBroadcastManyEventsInTurnWithoutGarbage() throws InterruptedException {
        connect(RECIPIENTS);
        BroadcastOperator room = bus.to("room");
        String[] events = {"news", "a", "b", "c", "d", "e"};
        int[] next = new int[1];

        assertThat(garbage(RECIPIENTS, () -> sendNews(room, events, next))).isLessThan(1);
    }

    private void sendNews(BroadcastOperator room, String[] events, int[] next) {
        for (int i = 0; i < events.length; i++) {
            room.emit(events[next[0]++ % events.length], value);
        }
    }

    /** A request answers with its result, and the answer's type is declared: no object is made. */
    @Test
    void shouldAskAndAnswerWithoutGarbage() throws InterruptedException {
        ClientSocket client = connect(1)[0];
        AckCallback callback = AckCallback.of(Object.class, this::arrive);

        assertThat(garbage(1, () -> client.emit("request", value, callback))).isLessThan(1);
    }

    /** The listener's {@code Ack} and the answer's {@code Arguments}, as long as they are kept. */
    @Test
    void shouldAcknowledgeWithTwoSmallObjects() throws InterruptedException {
        ClientSocket client = connect(1)[0];
        AckCallback callback = answer -> arrive(answer.get(0, Object.class));

        assertThat(garbage(1, () -> client.emit("ask", value, callback))).isLessThan(96);
    }

    private ClientSocket[] connect(int count) throws InterruptedException {
        CountDownLatch joined = new CountDownLatch(count);
        bus.onConnection(
                socket -> {
                    socket.on("event", Object.class, this::arrive);
                    socket.onRequest("request", Object.class, question -> question);
                    socket.on("ask", Object.class, (question, ack) -> ack.send(question));
                    socket.join("room").thenRun(joined::countDown);
                });
        ClientSocket[] clients = new ClientSocket[count];
        for (int i = 0; i < count; i++) {
            clients[i] = memory.connect("/");
            clients[i].on("news", Object.class, this::arrive);
        }
        assertThat(joined.await(30, TimeUnit.SECONDS)).isTrue();
        return clients;
    }

    private void arrive(Object event) {
        arrived.lazySet(arrived.getPlain() + 1);
    }

    /** Bytes that this thread and the loop's have allocated for an event. */
    private double garbage(int arrivals, Runnable emit) {
        emit(WARM_UP, arrivals, emit);
        long[] counted = counted();
        long before = allocated(counted);
        emit(EVENTS, arrivals, emit);
        return (double) (allocated(counted) - before) / EVENTS;
    }

    private void emit(int events, int arrivals, Runnable emit) {
        long expected = arrived.get() + (long) events * arrivals;
        for (int i = 1; i <= events; i++) {
            emit.run();
            if (i % 1_000 == 0 || i == events) {
                await(expected - (long) (events - i) * arrivals);
            }
        }
    }

    private void await(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (arrived.get() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time");
            }
            Thread.onSpinWait();
        }
    }

    /** The threads that count; to look for them makes more garbage than all that is counted. */
    private static long[] counted() {
        LongStream loops =
                Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                        .filter(thread -> thread != null)
                        .filter(thread -> thread.getThreadName().startsWith("bus-loop"))
                        .mapToLong(ThreadInfo::getThreadId);
        return LongStream.concat(loops, LongStream.of(Thread.currentThread().getId())).toArray();
    }

    private static long allocated(long[] counted) {
        return LongStream.of(THREADS.getThreadAllocatedBytes(counted)).sum();
    }
}
