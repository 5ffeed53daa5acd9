package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random orders of polls, posts, sends, flushes and the steps of an upgrade. */
class UpgradePropertyTest {

    @Property(tries = 2_000)
    void shouldNeitherLoseNorDoubleNorReorder(@ForAll long seed) {
        Run run = new Run(new Random(seed));

        for (int step = 0; step < 120; step++) {
            run.step();
        }
        run.settle();

        assertThat(run.atClient).isEqualTo(numbered("4s", run.sentByServer));
        List<String> atServer = new ArrayList<>(run.client.handler.calls());
        assertThat(atServer.remove("upgrade")).isEqualTo(run.upgraded);
        assertThat(atServer).isEqualTo(numbered("c", run.sentByClient));
        assertThat(run.engine.failures).isEmpty();
    }

    private static List<String> numbered(String prefix, int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(prefix + i);
        }
        return all;
    }

    /** A client that keeps the protocol, and an application. */
    private static final class Run {
        private final Random random;
        private final EngineFixture engine = new EngineFixture(options -> options.maxPayload(40));
        private final EngineFixture.PollingClient client = engine.poller();
        private final List<String> atClient = new ArrayList<>();
        private FakeExchange poll;
        private FakeExchange post;
        private FakeLink link;
        private boolean probed;
        private boolean upgraded;
        private int sentByServer;
        private int sentByClient;

        Run(Random random) {
            this.random = random;
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1 -> client.session().sendText("s" + sentByServer++);
                case 2 -> client.session().flush();
                case 3 -> startPoll();
                case 4 -> sendMessages();
                case 5 -> feedPost();
                case 6 -> openWebSocket();
                case 7 -> probe();
                case 8 -> upgrade();
                default -> changeWrites();
            }
            readPoll();
            readFrames();
        }

        private void startPoll() {
            // A client stops polling when the probe has been answered.
            if (poll == null && !probed) {
                poll = client.get();
            }
        }

        private void readPoll() {
            if (poll != null && poll.isAnswered()) {
                for (String packet : poll.text().split(EngineFixture.RS, -1)) {
                    if (!packet.equals("6")) {
                        atClient.add(packet);
                    }
                }
                poll = null;
            }
        }

        private void sendMessages() {
            if (upgraded) {
                link.send("4c" + sentByClient++);
            } else if (post == null && !probed) {
                post = client.openPost();
                String first = "4c" + sentByClient++;
                String second = EngineFixture.RS + "4c" + sentByClient++;
                post.chunk(EngineFixture.bytes(first + second));
            }
        }

        private void feedPost() {
            if (post != null) {
                post.endBody();
                assertThat(post.text()).isEqualTo("ok");
                post = null;
            }
        }

        private void openWebSocket() {
            if (link == null) {
                link = client.upgrade().link();
            }
        }

        private void probe() {
            if (link != null && !probed) {
                link.send("2probe");
                probed = true;
            }
        }

        private void upgrade() {
            boolean paused = poll == null && post == null;
            if (probed && paused && !upgraded) {
                link.send("5");
                upgraded = true;
            }
        }

        private void changeWrites() {
            if (link == null) {
                return;
            }
            if (link.isWriting()) {
                link.completeWrite();
            } else if (random.nextBoolean()) {
                link.stall();
            } else {
                link.resume();
            }
        }

        private void readFrames() {
            if (link != null) {
                List<String> frames = new ArrayList<>(link.received());
                frames.remove("3probe");
                assertThat(upgraded || frames.isEmpty()).isTrue();
                atClient.addAll(frames);
            }
        }

        /** Lets all that is under way come to its end. */
        void settle() {
            feedPost();
            client.session().flush();
            if (link != null) {
                link.resume();
                while (link.isWriting()) {
                    link.completeWrite();
                }
                readFrames();
            }
            while (!upgraded && client.session().pendingBytes() > 0) {
                poll = client.get();
                readPoll();
            }
            readPoll();
        }
    }
}
