package io.ringcast.adapter;

import io.ringcast.loop.AnyThread;
import io.ringcast.loop.InboundBatch;
import io.ringcast.protocol.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of a server alone: rooms in memory, no other servers. Also the base on which a
 * cluster adapter delivers to its own sockets.
 *
 * <p>Threads: as {@link Adapter} says.
 */
@AnyThread
public final class LocalAdapter implements Adapter {
    private record Subscription(RoomEvent event, RoomListener listener) {}

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final AdapterContext context;
    private final RoomIndex index = new RoomIndex(this::fire);
    private final List<Subscription> listeners = new CopyOnWriteArrayList<>();

    /**
     * Makes the adapter of a namespace.
     *
     * @param context the namespace's side
     */
    public LocalAdapter(AdapterContext context) {
        this.context = context;
    }

    @Override
    public void close() {
        listeners.clear();
    }

    @Override
    public CompletionStage<Integer> serverCount() {
        return CompletableFuture.completedFuture(1);
    }

    @Override
    public void join(LocalSocket socket, Collection<String> rooms) {
        assert context.loop().inLoop() : "rooms belong to the loop; use Socket.join";
        index.join(socket, rooms);
    }

    @Override
    public void leave(LocalSocket socket, String room) {
        assert context.loop().inLoop() : "rooms belong to the loop; use Socket.leave";
        index.leave(socket, room);
    }

    @Override
    public void leaveAll(LocalSocket socket) {
        assert context.loop().inLoop() : "rooms belong to the loop; use Socket.disconnect";
        index.leaveAll(socket);
    }

    @Override
    public Set<String> roomsOf(LocalSocket socket) {
        return index.roomsOf(socket);
    }

    @Override
    public CompletionStage<Map<String, Set<String>>> rooms() {
        if (context.loop().inLoop()) {
            return CompletableFuture.completedFuture(index.snapshot());
        }
        try {
            var rooms = CompletableFuture.supplyAsync(index::snapshot, context.loop());
            InboundBatch.flush();
            return rooms;
        } catch (RejectedExecutionException stopped) {
            return CompletableFuture.failedFuture(stopped);
        }
    }

    @Override
    public void broadcast(Broadcast broadcast, BroadcastOptions options) {
        index.send(broadcast, options);
        Broadcast.AckCollector collector = broadcast.collector();
        if (collector != null) {
            collector.announced();
        }
    }

    @Override
    public CompletionStage<List<SocketDetails>> fetchSockets(BroadcastOptions options) {
        List<SocketDetails> details = new ArrayList<>();
        for (LocalSocket socket : index.targets(options)) {
            details.add(socket.details());
        }
        return CompletableFuture.completedFuture(details);
    }

    @Override
    public CompletionStage<Void> addSockets(BroadcastOptions options, Set<String> rooms) {
        RuntimeException refused = null;
        for (LocalSocket socket : index.targets(options)) {
            try {
                join(socket, rooms);
            } catch (IllegalArgumentException | IllegalStateException limit) {
                refused = limit;
            }
        }
        return refused == null ? DONE : CompletableFuture.failedFuture(refused);
    }

    @Override
    public CompletionStage<Void> delSockets(BroadcastOptions options, Set<String> rooms) {
        for (LocalSocket socket : index.targets(options)) {
            rooms.forEach(room -> leave(socket, room));
        }
        return DONE;
    }

    @Override
    public CompletionStage<Void> disconnectSockets(BroadcastOptions options, boolean close) {
        for (LocalSocket socket : index.targets(options)) {
            socket.disconnect(close);
        }
        return DONE;
    }

    @Override
    public void serverSideEmit(String event, Payload arguments) {
        // There are no other servers.
    }

    @Override
    public CompletionStage<List<Payload>> serverSideEmitWithAck(String event, Payload arguments) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void on(RoomEvent event, RoomListener listener) {
        listeners.add(new Subscription(event, listener));
    }

    private void fire(RoomEvent event, String room, @Nullable String socketId) {
        for (Subscription subscription : listeners) {
            if (subscription.event() == event) {
                tell(subscription.listener(), room, socketId);
            }
        }
    }

    private void tell(RoomListener listener, String room, @Nullable String socketId) {
        try {
            listener.onEvent(room, socketId);
        } catch (RuntimeException failure) {
            context.report("room listener", failure);
        }
    }
}
