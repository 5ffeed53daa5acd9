package io.ringcast.transport.inmemory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.Encoded;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.ConnectionHandler;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import io.ringcast.transport.inmemory.test.TestBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client as text on a wire, for what no honest client would say. */
final class WireClient implements Connection {
    private final TestBus bus;
    private final MemoryBudget budget;
    private final List<String> received = new ArrayList<>();
    private ConnectionHandler handler;
    private CloseReason closed;

    private WireClient(TestBus bus, MemoryBudget budget) {
        this.bus = bus;
        this.budget = budget;
    }

    /** The way to a bus. */
    static final class Road implements Transport {
        private final TestBus bus;
        private final MemoryBudget budget;
        private TransportContext context;

        private Road(TestBus bus, MemoryBudget budget) {
            this.bus = bus;
            this.budget = budget;
        }

        static Road to(TestBus bus) {
            return to(bus, MemoryBudget.unlimited());
        }

        /** A way whose connections have one inbound budget. */
        static Road to(TestBus bus, MemoryBudget budget) {
            return bus.attach(new Road(bus, budget));
        }

        WireClient open() {
            WireClient client = new WireClient(bus, budget);
            client.handler = context.accept(client, new Request());
            return client;
        }

        /** Opens a connection and enters the main namespace. */
        WireClient enter() {
            return open().say("0");
        }

        /** Opens a connection and asks to go on with a session. */
        WireClient comeBack(String pid, String offset) {
            String told = offset == null ? "" : ",\"offset\":\"" + offset + "\"";
            return open().say("0{\"pid\":\"" + pid + "\"" + told + "}");
        }

        @Override
        public void start(TransportContext context) {
            this.context = context;
        }

        @Override
        public void stopAccepting() {}

        @Override
        public void close(Duration drain) {}
    }

    /** Sends a packet and lets the bus do what follows. */
    WireClient say(String packet) {
        queue(packet);
        bus.runUntilIdle();
        return this;
    }

    /** Sends a packet that the bus has not seen yet when this returns. */
    WireClient queue(String packet) {
        byte[] bytes = packet.getBytes(UTF_8);
        handler.onText(bytes, 0, bytes.length);
        return this;
    }

    /** Sends a packet that is a part of a larger body. */
    WireClient queueOf(byte[] body, int offset, int length) {
        handler.onText(body, offset, length);
        return this;
    }

    /** Sends an attachment and lets the bus do what follows. */
    WireClient attach(byte[] bytes) {
        handler.onBinary(bytes);
        bus.runUntilIdle();
        return this;
    }

    /** Its connection is lost. */
    void lose(CloseReason reason) {
        closed = reason;
        handler.onClose(reason, "");
        bus.runUntilIdle();
    }

    void lose() {
        lose(CloseReason.TRANSPORT_CLOSE);
    }

    /** Takes the packets that have come since the last call. */
    List<String> take() {
        bus.runUntilIdle();
        List<String> all = List.copyOf(received);
        received.clear();
        return all;
    }

    /** Takes the answer to CONNECT, which has to be the only packet that came. */
    Entry entry() {
        List<String> all = take();
        if (all.size() != 1) {
            throw new AssertionError("not one packet: " + all);
        }
        return Entry.of(all.get(0));
    }

    CloseReason closed() {
        return closed;
    }

    /** What CONNECT is answered with. */
    record Entry(String sid, String pid) {
        private static final Pattern FORM =
                Pattern.compile("0\\{\"sid\":\"(.{20})\",\"pid\":\"(.{20})\"}");

        static Entry of(String packet) {
            Matcher matcher = FORM.matcher(packet);
            if (!matcher.matches()) {
                throw new AssertionError("no answer to CONNECT: " + packet);
            }
            return new Entry(matcher.group(1), matcher.group(2));
        }
    }

    /** The offset that an event carries: its last argument. */
    static String offset(String event) {
        int end = event.lastIndexOf('"');
        return event.substring(event.lastIndexOf('"', end - 1) + 1, end);
    }

    @Override
    public String id() {
        return "wire";
    }

    @Override
    public String transportName() {
        return "wire";
    }

    @Override
    public void write(OutboundPacket packet) {
        Encoded encoded = packet.encoded();
        received.add(new String(encoded.buffer(), encoded.offset(), encoded.length(), UTF_8));
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
    public MemoryBudget inboundBudget() {
        return budget;
    }

    @Override
    public void close(CloseReason reason, boolean discard) {
        if (closed == null) {
            closed = reason;
            handler.onClose(reason, "");
        }
    }

    record Request() implements HandshakeRequest {
        @Override
        public String url() {
            return "/socket.io/";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public String address() {
            return null;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public Instant issued() {
            return Instant.EPOCH;
        }
    }
}
