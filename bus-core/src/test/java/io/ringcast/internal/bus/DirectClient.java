package io.ringcast.internal.bus;

import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.Connection;
import io.ringcast.transport.HandshakeRequest;
import io.ringcast.transport.OutboundPacket;
import io.ringcast.transport.Peer;
import io.ringcast.transport.Transport;
import io.ringcast.transport.TransportContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The least that a client needs to be on a bus: one namespace, values by reference. */
final class DirectClient implements Connection, Peer.Client {
    private final Consumer<Object> received;
    private final CompletableFuture<String> id = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Peer.Handler handler;
    private Peer server;

    private DirectClient(Consumer<Object> received) {
        this.received = received;
    }

    /** The way to a bus. */
    static final class Road implements Transport {
        private volatile TransportContext context;

        /** Connects a client that answers every event that asks for it. */
        DirectClient connect(String namespace, Consumer<Object> received) {
            DirectClient client = new DirectClient(received);
            client.handler = context.acceptInProcess(client, new Request());
            client.handler.connect(namespace, Payload.of(), client);
            return client;
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

    /** Completes when the client is in. */
    CompletableFuture<String> connected() {
        return id;
    }

    @Override
    public void onConnect(String sid, String pid, boolean recovered, Peer peer) {
        server = peer;
        id.complete(sid);
    }

    @Override
    public void onConnectError(String message, Object data) {
        id.completeExceptionally(new IllegalStateException(message));
    }

    @Override
    public void onEvent(String event, Object body, long ackId) {
        received.accept(body);
        if (ackId != Packet.NO_ACK) {
            server.onAck(ackId, body);
        }
    }

    @Override
    public void onAck(long ackId, Object body) {}

    @Override
    public void onDisconnect() {}

    @Override
    public String id() {
        return "direct";
    }

    @Override
    public String transportName() {
        return "direct";
    }

    @Override
    public void write(OutboundPacket packet) {
        throw new AssertionError("values go by reference");
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public Flusher flusher() {
        throw new AssertionError("nothing is written");
    }

    @Override
    public void close(CloseReason reason, boolean discard) {
        if (closed.compareAndSet(false, true)) {
            handler.onClose(reason, "");
        }
    }

    private record Request() implements HandshakeRequest {
        @Override
        public String url() {
            return "/";
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
            return true;
        }

        @Override
        public Instant issued() {
            return Instant.EPOCH;
        }
    }
}
