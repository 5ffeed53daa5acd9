package io.ringcast.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * Jetty's WebSocket core with as little on top as the loads allow: no Socket.IO, no JSON, no rooms;
 * a frame goes back, or to everybody, as it came. What a server on Jetty can't be expected to beat.
 */
public final class JettyCoreServer {
    private static final List<Client> CLIENTS = new CopyOnWriteArrayList<>();

    private JettyCoreServer() {}

    /**
     * Starts the server.
     *
     * @param arguments the port
     * @throws Exception if it can't be started
     */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server(new QueuedThreadPool(16));
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        NonBlockingUpgrade upgrade =
                new NonBlockingUpgrade(WebSocketServerComponents.ensureWebSocketComponents(server));
        upgrade.addMapping(
                "/*",
                new WebSocketNegotiator.AbstractNegotiator() {
                    @Override
                    public FrameHandler negotiate(
                            ServerUpgradeRequest request,
                            ServerUpgradeResponse response,
                            Callback callback) {
                        return new Client();
                    }
                });
        server.setHandler(upgrade);
        server.start();
        System.out.println("READY " + arguments[0]);
    }

    private static final class NonBlockingUpgrade extends WebSocketUpgradeHandler {
        NonBlockingUpgrade(WebSocketComponents components) {
            super(components);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /** One connection. */
    private static final class Client implements FrameHandler, Invocable {
        @SuppressWarnings("NullAway.Init") // onOpen comes first
        private CoreSession session;

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void onOpen(CoreSession opened, Callback callback) {
            session = opened;
            session.setAutoFragment(false);
            session.setMaxFrameSize(1 << 20);
            session.setIdleTimeout(Duration.ZERO);
            callback.succeeded();
            send(OpCode.TEXT, "0{}".getBytes(StandardCharsets.US_ASCII));
            session.demand();
        }

        @Override
        public void onFrame(Frame frame, Callback callback) {
            byte opcode = frame.getOpCode();
            byte[] payload = BufferUtil.toArray(frame.getPayload());
            callback.succeeded();
            if (opcode == OpCode.TEXT) {
                text(payload);
            } else if (opcode == OpCode.BINARY) {
                send(opcode, payload);
            }
            session.demand();
        }

        private void text(byte[] payload) {
            if (payload.length == 2) {
                CLIENTS.add(this);
                send(OpCode.TEXT, "40{\"sid\":\"x\"}".getBytes(StandardCharsets.US_ASCII));
            } else if (payload.length > 4 && payload[4] == 'b' && payload[5] == 'c') {
                CLIENTS.forEach(client -> client.send(OpCode.TEXT, payload));
            } else if (payload[2] == '7') {
                acknowledge(payload);
            } else {
                send(OpCode.TEXT, payload);
            }
        }

        /** {@code 427["ack","x"]} becomes {@code 437["x"]}. */
        private void acknowledge(byte[] payload) {
            byte[] answer = new byte[payload.length - 6];
            System.arraycopy(payload, 6, answer, 0, answer.length);
            System.arraycopy("437[".getBytes(StandardCharsets.US_ASCII), 0, answer, 0, 4);
            send(OpCode.TEXT, answer);
        }

        private void send(byte opcode, byte[] payload) {
            session.sendFrame(new Frame(opcode, ByteBuffer.wrap(payload)), Callback.NOOP, true);
            session.flush(Callback.NOOP);
        }

        @Override
        public void onError(Throwable failure, Callback callback) {
            callback.succeeded();
        }

        @Override
        public void onClosed(CloseStatus status, Callback callback) {
            CLIENTS.remove(this);
            callback.succeeded();
        }
    }
}
