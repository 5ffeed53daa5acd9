package io.ringcast.transport.inmemory.internal;

import io.ringcast.DisconnectReason;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.Peer;
import io.ringcast.transport.Receiver;
import org.jspecify.annotations.Nullable;

/** The client's half of a namespace connection over which values travel as they are. */
@LoopConfined
final class ReferenceLink implements Link, Peer.Client {
    /*
     * Without a wire, calls lead straight to the other half. With one, each travels as a task, and
     * what the server sends waits in the connection's outbox while the client does not read.
     */
    private final MemorySocket socket;
    private final MemoryConnection connection;
    private final Peer.Handler handler;
    private final boolean isDirect;
    private @Nullable Peer server;
    private @Nullable String offset;

    ReferenceLink(MemorySocket socket, MemoryConnection connection, Peer.Handler handler) {
        this.socket = socket;
        this.connection = connection;
        this.handler = handler;
        this.isDirect = connection.isDirect();
    }

    @Override
    public MemoryConnection connection() {
        return connection;
    }

    // ---- to the server's half

    @Override
    public void connect(Payload auth) {
        connection.up(() -> handler.connect(socket.namespace(), auth, this));
    }

    @Override
    public void event(String event, @Nullable Object form, long ackId) {
        Peer other = server;
        if (other == null) {
            return;
        }
        if (isDirect) {
            other.onEvent(event, form, ackId);
        } else {
            connection.up(() -> other.onEvent(event, form, ackId));
        }
    }

    @Override
    public void answer(long ackId, @Nullable Object form) {
        Peer other = server;
        if (other == null) {
            return;
        }
        if (isDirect) {
            other.onAck(ackId, form);
        } else {
            connection.up(() -> other.onAck(ackId, form));
        }
    }

    @Override
    public void leave() {
        Peer other = server;
        if (other != null) {
            connection.up(other::onDisconnect);
        }
    }

    @Override
    public void connectionClosed(DisconnectReason reason) {
        socket.life().closed(this, reason);
    }

    // ---- from the server's half

    @Override
    public void onConnect(String sid, @Nullable String pid, boolean recovered, Peer server) {
        this.server = server;
        connection.down(() -> socket.life().accepted(this, sid, pid), false);
    }

    @Override
    public void onConnectError(String message, @Nullable Object data) {
        connection.down(() -> socket.life().refused(this, message, data), false);
    }

    @Override
    public void onOffset(String reached) {
        offset = reached;
    }

    @Override
    public void onEvent(String event, @Nullable Object body, long ackId) {
        String reached = offset;
        offset = null;
        if (isDirect) {
            socket.life().arrived(this, event, body, ackId, reached);
        } else {
            connection.down(() -> socket.life().arrived(this, event, body, ackId, reached), true);
        }
    }

    @Override
    public @Nullable Receiver receiver(String event) {
        return isDirect ? socket.life().receiver(this, event) : null;
    }

    @Override
    public void onAck(long ackId, @Nullable Object body) {
        if (isDirect) {
            answered(ackId, body);
        } else {
            connection.down(() -> answered(ackId, body), false);
        }
    }

    private void answered(long ackId, @Nullable Object body) {
        if (socket.life().isCurrent(this)) {
            socket.outbound().answered(ackId, body);
        }
    }

    @Override
    public void onDisconnect() {
        connection.down(() -> socket.life().dismissed(this), false);
    }
}
