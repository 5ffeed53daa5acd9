package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.transport.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An engine in virtual time, and the clients' requests to it. */
final class EngineFixture implements EngineObserver {
    static final String RS = "\u001e";

    final ManualTimers timers = new ManualTimers();
    final List<RecordingHandler> handlers = new ArrayList<>();
    final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    final List<String> drops = Collections.synchronizedList(new ArrayList<>());
    final List<InboundLimit> limits = Collections.synchronizedList(new ArrayList<>());
    final List<String> lifecycle = Collections.synchronizedList(new ArrayList<>());
    final List<String> packetsIn = Collections.synchronizedList(new ArrayList<>());
    final List<String> writes = Collections.synchronizedList(new ArrayList<>());
    final EngineServer server;
    Consumer<EngineSession> onConnection = session -> {};

    EngineFixture() {
        this(options -> options);
    }

    EngineFixture(UnaryOperator<EngineOptions.Builder> options) {
        this(options, builder -> builder);
    }

    EngineFixture(
            UnaryOperator<EngineOptions.Builder> options,
            UnaryOperator<EngineServer.Builder> server) {
        EngineServer.Builder builder =
                EngineServer.builder(this::connected)
                        .options(options.apply(EngineOptions.builder()).build())
                        .observer(this)
                        .timers(timers);
        this.server = server.apply(builder).build();
    }

    private EngineHandler connected(EngineSession session) {
        RecordingHandler handler = new RecordingHandler(session);
        handlers.add(handler);
        onConnection.accept(session);
        return handler;
    }

    // ---- clients

    FakeExchange request(FakeExchange exchange) {
        server.handleRequest(exchange);
        return exchange;
    }

    FakeExchange get(String query) {
        return request(new FakeExchange("GET", query));
    }

    /** A polling handshake. */
    PollingClient poller() {
        FakeExchange answer = get("EIO=4&transport=polling");
        String text = answer.text();
        int start = text.indexOf("\"sid\":\"") + 7;
        return new PollingClient(text.substring(start, text.indexOf('"', start)), lastHandler());
    }

    FakeUpgrade upgrade(FakeUpgrade exchange) {
        server.handleUpgrade(exchange);
        return exchange;
    }

    FakeUpgrade upgrade(String query) {
        return upgrade(new FakeUpgrade(query));
    }

    /** A session over a WebSocket from the start, the open packet read. */
    FakeLink webSocket() {
        FakeLink link = upgrade("EIO=4&transport=websocket").link();
        link.received();
        return link;
    }

    RecordingHandler lastHandler() {
        return handlers.get(handlers.size() - 1);
    }

    EngineSession lastSession() {
        return lastHandler().session();
    }

    void advanceMillis(long millis) {
        timers.advance(Duration.ofMillis(millis));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** A client that polls. */
    final class PollingClient {
        final String sid;
        final RecordingHandler handler;

        private PollingClient(String sid, RecordingHandler handler) {
            this.sid = sid;
            this.handler = handler;
        }

        EngineSession session() {
            return handler.session();
        }

        FakeExchange get() {
            return request(openGet());
        }

        /** A GET that the test makes when it likes. */
        FakeExchange openGet() {
            return new FakeExchange("GET", "EIO=4&transport=polling&sid=" + sid);
        }

        /** A GET whose answer is not read to its end. */
        FakeExchange stalledGet() {
            return request(openGet().stall());
        }

        FakeExchange post(String body) {
            return post(bytes(body));
        }

        FakeExchange post(byte[] body) {
            return request(newPost().body(body));
        }

        /** A POST whose body the test sends piece by piece. */
        FakeExchange openPost() {
            return request(newPost());
        }

        FakeExchange newPost() {
            return new FakeExchange("POST", "EIO=4&transport=polling&sid=" + sid);
        }

        FakeUpgrade upgrade() {
            return EngineFixture.this.upgrade("EIO=4&transport=websocket&sid=" + sid);
        }

        /** A whole upgrade, as the official client does it. */
        FakeLink upgraded() {
            FakeLink link = upgrade().link();
            link.send("2probe").send("5");
            link.received();
            return link;
        }
    }

    // ---- what the engine tells

    @Override
    public void onOpened(EngineSession session) {
        lifecycle.add("opened");
    }

    @Override
    public void onClosed(EngineSession session, CloseReason reason) {
        lifecycle.add("closed: " + reason.text());
    }

    @Override
    public void onPacketIn(EngineSession session, PacketType type, int bytes) {
        packetsIn.add(type + " " + bytes);
    }

    @Override
    public void onPacketsOut(EngineSession session, int packets, long bytes) {
        writes.add(packets + " packets, " + bytes + " bytes");
    }

    @Override
    public void onDropped(EngineSession session, EngineSession.SendResult result) {
        drops.add(result.name());
    }

    @Override
    public void onInboundLimit(EngineSession session, InboundLimit limit) {
        limits.add(limit);
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        refusals.add(error.error().code() + " " + error.context());
    }

    @Override
    public void onFailure(String context, Throwable failure) {
        failures.add(context + ": " + failure.getMessage());
    }
}
