package io.ringcast.transport.inmemory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.Encoded;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.ConnectionHandler;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.TransportContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client whose network dies again and again, at a random packet, and who comes back. */
final class RestlessClient implements Runnable {
    private static final Pattern CONNECTED =
            Pattern.compile("0\\{\"sid\":\"(.*)\",\"pid\":\"(.*)\"}");
    private static final Pattern NUMBER = Pattern.compile("2\\[\"n\",(\\d+),(\\d+),\"(.*)\"]");
    private static final int MOST_PACKETS = 300;
    private static final int MOST_MICROS = 2_000;

    private final TransportContext context;
    private final Random random;
    private final int lives;
    private final int[] expected;
    // All guarded by this.
    private final List<String> wrong = new ArrayList<>();
    private String pid;
    private String sid;
    private String offset;
    private int recovered;
    private int refused;

    RestlessClient(TransportContext context, long seed, int lives, int emitters) {
        this.context = context;
        this.random = new Random(seed);
        this.lives = lives;
        this.expected = new int[emitters];
    }

    @Override
    public void run() {
        Life last = null;
        for (int life = 0; life <= lives; life++) {
            boolean isLast = life == lives;
            boolean isSilent = random.nextBoolean();
            int packets = isLast ? Integer.MAX_VALUE : 1 + random.nextInt(MOST_PACKETS);
            Life next = new Life(packets);
            if (last != null && !isSilent) {
                last.tell();
            }
            next.connect();
            if (last != null) {
                last.tell();
            }
            if (!isLast) {
                next.awaitDeath();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_MICROS)));
            }
            last = next;
        }
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** What it expects next of each emitter. */
    synchronized List<Integer> expected() {
        return Arrays.stream(expected).boxed().toList();
    }

    synchronized int recovered() {
        return recovered;
    }

    synchronized int refused() {
        return refused;
    }

    private synchronized void entered(String newSid, String newPid, List<String> missed) {
        if (newPid.equals(pid)) {
            recovered++;
            if (!newSid.equals(sid)) {
                wrong.add("a recovered socket has another id");
            }
        } else {
            if (pid != null) {
                refused++;
            }
            Arrays.fill(expected, -1);
            offset = null;
        }
        pid = newPid;
        sid = newSid;
        missed.forEach(this::take);
    }

    private synchronized void take(String event) {
        Matcher number = NUMBER.matcher(event);
        if (!number.matches()) {
            wrong.add(event);
            return;
        }
        int emitter = Integer.parseInt(number.group(1));
        int n = Integer.parseInt(number.group(2));
        if (expected[emitter] >= 0 && expected[emitter] != n) {
            wrong.add(emitter + ": " + n + " instead of " + expected[emitter]);
        }
        expected[emitter] = n + 1;
        offset = number.group(3);
    }

    private synchronized String claim() {
        if (pid == null) {
            return "0";
        }
        String told = offset == null ? "" : ",\"offset\":\"" + offset + "\"";
        return "0{\"pid\":\"" + pid + "\"" + told + "}";
    }

    /** One connection. What comes after its last packet is lost. */
    private final class Life implements Connection {
        private final List<String> early = new ArrayList<>();
        private final CompletableFuture<Void> death = new CompletableFuture<>();
        private final CompletableFuture<Void> told = new CompletableFuture<>();
        private ConnectionHandler handler;
        private boolean isIn;
        private int left;

        Life(int packets) {
            this.left = packets;
        }

        void connect() {
            handler = context.accept(this, new WireClient.Request());
            byte[] connect = claim().getBytes(UTF_8);
            handler.onText(connect, 0, connect.length);
        }

        void awaitDeath() {
            death.orTimeout(30, TimeUnit.SECONDS).join();
        }

        void tell() {
            if (told.complete(null)) {
                handler.onClose(CloseReason.TRANSPORT_CLOSE, "");
            }
        }

        @Override
        public void write(OutboundPacket packet) {
            Encoded encoded = packet.encoded();
            String text = new String(encoded.buffer(), encoded.offset(), encoded.length(), UTF_8);
            synchronized (RestlessClient.this) {
                if (left > 0) {
                    left--;
                    receive(text);
                }
                if (left == 0) {
                    death.complete(null);
                }
            }
        }

        private void receive(String text) {
            Matcher connected = CONNECTED.matcher(text);
            if (connected.matches()) {
                isIn = true;
                entered(connected.group(1), connected.group(2), early);
            } else if (isIn) {
                take(text);
            } else {
                early.add(text);
            }
        }

        @Override
        public String id() {
            return "restless";
        }

        @Override
        public String transportName() {
            return "restless";
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public Flusher flusher() {
            return (dirty, count) -> {};
        }

        @Override
        public void close(CloseReason reason, boolean discard) {
            if (told.complete(null)) {
                death.complete(null);
                handler.onClose(reason, "");
            }
        }
    }
}
