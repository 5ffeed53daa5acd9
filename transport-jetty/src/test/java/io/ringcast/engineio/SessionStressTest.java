package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.OutboundLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real threads on one session: the invariants hold whatever the order. */
class SessionStressTest {
    private static final int SENDERS = 3;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldEndTheSessionWhenTwoGetsRace() throws Exception {
        raceGets(300);
    }

    @Test
    void shouldDeliverWhatWasQueuedWhenCloseRacesWithSends() throws Exception {
        raceCloseAndSends(300);
    }

    @Test
    void shouldKeepTheOrderWhenAnUpgradeRacesWithSends() throws Exception {
        raceUpgradeAndSends(100);
    }

    @Test
    void shouldTellTheEndOnceWhenManyEndIt() throws Exception {
        raceEnds(300);
    }

    @Test
    void shouldGiveEachPlaceToOneOfManyHandshakes() throws Exception {
        raceHandshakes(300);
    }

    @Test
    @Tag("stress")
    void shouldHoldForLong() throws Exception {
        raceGets(50_000);
        raceCloseAndSends(20_000);
        raceUpgradeAndSends(5_000);
        raceEnds(20_000);
        raceHandshakes(50_000);
    }

    // ---- two GETs

    private void raceGets(int rounds) throws Exception {
        EngineFixture engine = new EngineFixture();
        for (int i = 0; i < rounds; i++) {
            EngineFixture.PollingClient client = engine.poller();

            List<FakeExchange> polls =
                    together(List.<Callable<FakeExchange>>of(client::get, client::get));

            assertThat(polls)
                    .extracting(poll -> poll.status() + poll.text())
                    .containsExactlyInAnyOrder("2001", "400");
            assertThat(client.handler.calls())
                    .containsExactly("close: transport error (overlap from client)");
        }
    }

    // ---- handshakes

    private void raceHandshakes(int rounds) throws Exception {
        EngineFixture all = new EngineFixture(options -> options.maxSessions(1));
        EngineFixture each = new EngineFixture(options -> options.maxSessionsPerAddress(1));
        for (int i = 0; i < rounds; i++) {
            assertThat(handshakes(all)).containsExactlyInAnyOrder(200, 503, 503);
            assertThat(handshakes(each)).containsExactlyInAnyOrder(200, 429, 429);
        }
    }

    private List<Integer> handshakes(EngineFixture engine) throws Exception {
        Callable<Integer> handshake = () -> engine.get("EIO=4&transport=polling").status();
        List<Integer> answers = together(List.of(handshake, handshake, handshake));
        engine.lastSession().close(true);
        return answers;
    }

    // ---- close and sends

    private void raceCloseAndSends(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            SlowLink link = new SlowLink();
            EngineSession session = openWebSocket(link);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String name = "4" + sender + ":";
                tasks.add(() -> sendUntilClosed(session, name.substring(1)));
            }
            tasks.add(
                    () -> {
                        Thread.onSpinWait();
                        session.close(false);
                        return 0;
                    });

            List<Integer> sent = together(tasks);
            link.awaitClosed();

            for (int sender = 0; sender < SENDERS; sender++) {
                assertThat(link.framesOf("4" + sender + ":")).isEqualTo(numbers(sent.get(sender)));
            }
            assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        }
    }

    private static int sendUntilClosed(EngineSession session, String prefix) {
        int sent = 0;
        while (sent < 200 && session.sendText(prefix + sent) == EngineSession.SendResult.QUEUED) {
            sent++;
            session.flush();
        }
        return sent;
    }

    // ---- upgrade and sends

    private void raceUpgradeAndSends(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            EngineFixture engine = new EngineFixture(SessionStressTest::unlimited);
            EngineFixture.PollingClient client = engine.poller();
            SlowLink link = new SlowLink();
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String prefix = sender + ":";
                tasks.add(() -> sendUntilClosed(client.session(), prefix));
            }
            List<String> polled = new ArrayList<>();
            tasks.add(() -> pollThenUpgrade(engine, client, link, polled));

            List<Integer> sent = together(tasks);
            client.session().flush();
            client.session().close(false);
            link.awaitClosed();

            polled.addAll(link.frames());
            for (int sender = 0; sender < SENDERS; sender++) {
                assertThat(numbersOf(polled, "4" + sender + ":"))
                        .isEqualTo(numbers(sent.get(sender)));
            }
        }
    }

    private static int pollThenUpgrade(
            EngineFixture engine,
            EngineFixture.PollingClient client,
            SlowLink link,
            List<String> polled)
            throws InterruptedException {
        FakeExchange poll = client.get();
        engine.upgrade(upgradeTo(link, "&sid=" + client.sid));
        link.handler.onText("2probe".getBytes(UTF_8), 0, 6);
        for (boolean released = false; !released; ) {
            if (!poll.isAnswered()) {
                engine.advanceMillis(50);
            }
            poll.awaitAnswer();
            for (String packet : poll.text().split(EngineFixture.RS, -1)) {
                released |= packet.equals("6");
                polled.add(packet);
            }
            if (!released) {
                poll = client.get();
            }
        }
        link.handler.onText("5".getBytes(UTF_8), 0, 1);
        return 0;
    }

    // ---- ends

    private void raceEnds(int rounds) throws Exception {
        EngineFixture engine = new EngineFixture();
        for (int i = 0; i < rounds; i++) {
            FakeLink link = engine.webSocket();
            RecordingHandler handler = engine.lastHandler();
            EngineSession session = handler.session();

            // RecordingHandler fails on any call behind onClose; that shows in engine.failures.
            together(
                    List.<Callable<Void>>of(
                            Executors.callable(() -> sendAndLeave(link), null),
                            Executors.callable(() -> session.close(false), null),
                            Executors.callable(() -> session.close(true), null)));

            assertThat(handler.calls()).filteredOn(call -> call.startsWith("close")).hasSize(1);
            assertThat(engine.failures).isEmpty();
        }
        assertThat(engine.server.sessionCount()).isZero();
        assertThat(engine.timers.pending()).isZero();
    }

    private static void sendAndLeave(FakeLink link) {
        link.send("4a").send("4b");
        link.closed(1001);
    }

    // ---- parts

    private static EngineOptions.Builder unlimited(EngineOptions.Builder options) {
        return options.outboundLimits(
                new OutboundLimits(
                        Integer.MAX_VALUE, Long.MAX_VALUE, OutboundLimits.Policy.DISCONNECT));
    }

    private EngineSession openWebSocket(SlowLink link) {
        EngineFixture engine = new EngineFixture(SessionStressTest::unlimited);
        engine.upgrade(upgradeTo(link, ""));
        return engine.lastSession();
    }

    private static FakeUpgrade upgradeTo(SlowLink link, String query) {
        return new FakeUpgrade("EIO=4&transport=websocket" + query) {
            @Override
            public void accept(ResponseHeaders headers, WebSocketHandler handler) {
                link.handler = handler;
                handler.onOpen(link);
            }
        };
    }

    /** Starts all at the same moment and waits for their results. */
    private <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> task : tasks) {
            running.add(
                    threads.submit(
                            () -> {
                                start.await();
                                return task.call();
                            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get(30, TimeUnit.SECONDS));
        }
        return results;
    }

    private static List<Integer> numbers(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    private static List<Integer> numbersOf(List<String> frames, String prefix) {
        return frames.stream()
                .filter(frame -> frame.startsWith(prefix))
                .map(frame -> Integer.valueOf(frame.substring(prefix.length())))
                .toList();
    }

    /** Completes every other write on another thread, as a network does. */
    private final class SlowLink implements WebSocketLink {
        private final List<String> frames = new ArrayList<>();
        private WebSocketHandler handler;
        private boolean writing;
        private boolean closed;
        private int writes;

        @Override
        public void send(EnginePacket[] packets, int count, Completion completion) {
            boolean later;
            synchronized (this) {
                assertThat(writing).isFalse();
                assertThat(closed).isFalse();
                writing = true;
                for (int i = 0; i < count; i++) {
                    EnginePacket packet = packets[i];
                    frames.add(
                            new String(
                                    packet.buffer(0), packet.offset(0), packet.length(0), UTF_8));
                }
                later = writes++ % 2 == 0;
            }
            if (later) {
                threads.execute(() -> complete(completion));
            } else {
                complete(completion);
            }
        }

        private void complete(Completion completion) {
            synchronized (this) {
                writing = false;
            }
            completion.onSent();
        }

        @Override
        public synchronized void close(int code) {
            closed = true;
            notifyAll();
        }

        @Override
        public synchronized void abort() {
            closed = true;
            notifyAll();
        }

        synchronized void awaitClosed() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!closed && System.nanoTime() - deadline < 0) {
                wait(1_000);
            }
            assertThat(closed).isTrue();
        }

        synchronized List<String> frames() {
            return List.copyOf(frames);
        }

        List<Integer> framesOf(String prefix) {
            return numbersOf(frames(), prefix);
        }
    }
}
