package io.ringcast.internal.bus;

import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastResponses;
import io.ringcast.BusClosedException;
import io.ringcast.BusException;
import io.ringcast.RemoteSocket;
import io.ringcast.adapter.Adapter;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.ReservedEvents;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.transport.Counter;
import io.ringcast.transport.OutboundPacket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is sent to many sockets of one namespace at once. */
@AnyThread
final class NamespaceBroadcasts implements BroadcastTarget, LoopEvent.Target {
    /*
     * An event is encoded in the emitting thread if there is anybody behind a network to receive
     * it, so that what can't be sent fails there and mutable arguments are done with; its targets
     * are computed on the loop.
     */
    private static final int BROADCAST = 0;
    private static final int BROADCAST_WITH_ACK = 1;

    private final RingNamespace namespace;
    private final Loop loop;
    private final RingBroadcast reusable;

    NamespaceBroadcasts(RingNamespace namespace) {
        this.namespace = namespace;
        this.loop = namespace.loop();
        this.reusable = new RingBroadcast(namespace);
    }

    private Adapter adapter() {
        return namespace.adapter();
    }

    @Override
    public boolean broadcast(BroadcastOptions options, String event, @Nullable Object body) {
        ReservedEvents.check(event);
        BroadcastOptions.Flags flags = options.flags();
        OutboundPacket packet =
                namespace.hasNetworkSockets()
                        ? namespace.packet(
                                event,
                                Body.payload(body),
                                Packet.NO_ACK,
                                flags.isVolatile(),
                                flags.compress())
                        : null;
        if (loop.inLoop()) {
            broadcast(options, event, body, packet, null);
            return true;
        }
        return publish(options, event, packet != null ? packet : body);
    }

    private boolean publish(BroadcastOptions options, String event, @Nullable Object body) {
        boolean isVolatile = options.flags().isVolatile();
        boolean queued =
                isVolatile
                        ? loop.tryPublish(this, BROADCAST, event, body, options, 0)
                        : loop.publish(this, BROADCAST, event, body, options, 0);
        if (!queued) {
            namespace.count(isVolatile ? Counter.DROPPED_RING_FULL : Counter.DROPPED_DISCONNECTED);
        }
        return queued;
    }

    @Override
    public void run(LoopEvent entry) {
        if (entry.operation == BROADCAST_WITH_ACK) {
            ((Runnable) Objects.requireNonNull(entry.second)).run();
            return;
        }
        String event = (String) Objects.requireNonNull(entry.first);
        BroadcastOptions options = (BroadcastOptions) Objects.requireNonNull(entry.third);
        if (entry.second instanceof OutboundPacket packet) {
            Packet.Event made = (Packet.Event) packet.packet();
            broadcast(options, event, made.arguments(), packet, null);
        } else {
            broadcast(options, event, entry.second, null, null);
        }
    }

    private void broadcast(
            BroadcastOptions options,
            String event,
            @Nullable Object body,
            @Nullable OutboundPacket packet,
            @Nullable BroadcastAcks acks) {
        RingBroadcast broadcast = reusable.isInUse() ? new RingBroadcast(namespace) : reusable;
        BroadcastOptions.Flags flags = options.flags();
        broadcast.begin(event, body, packet, flags.isVolatile(), flags.compress());
        try {
            if (acks != null) {
                broadcast.collect(acks);
            } else {
                keep(broadcast, options);
            }
            adapter().broadcast(broadcast, options);
        } finally {
            broadcast.end();
        }
    }

    /** Where clients may come back, what they may have to be sent again is kept. */
    private void keep(RingBroadcast broadcast, BroadcastOptions options) {
        RecoveryLog log = namespace.recovery();
        if (log == null) {
            return;
        }
        OutboundPacket plain = broadcast.lazyPacket();
        if (broadcast.isVolatile()) {
            broadcast.becomes(log.stamp(plain), log.lastOffset(), 0);
        } else {
            OutboundPacket stamped = log.append(plain, options);
            broadcast.becomes(stamped, log.lastOffset(), log.lastSequence());
        }
    }

    @Override
    public void broadcastWithAck(
            BroadcastOptions options,
            String event,
            @Nullable Object body,
            BroadcastAckCallback callback) {
        ReservedEvents.check(event);
        long ackId = namespace.nextAckId();
        BroadcastAcks acks = new BroadcastAcks(namespace, ackId, callback);
        BroadcastOptions.Flags flags = options.flags();
        OutboundPacket packet =
                namespace.hasNetworkSockets()
                        ? namespace.packet(
                                event,
                                Body.payload(body),
                                ackId,
                                flags.isVolatile(),
                                flags.compress())
                        : null;
        long timeout = Timeouts.nanos(Objects.requireNonNull(flags.timeout(), "timeout"));
        Runnable send =
                () -> {
                    try {
                        acks.start(timeout);
                        broadcast(options, event, body, packet, acks);
                    } catch (Throwable failure) {
                        acks.fail(failure);
                        throw failure;
                    }
                };
        if (loop.inLoop()) {
            send.run();
        } else if (!loop.publish(this, BROADCAST_WITH_ACK, event, send, null, 0)) {
            namespace.callBack("broadcast ack", () -> callback.onResult(closed(), nobody()));
        }
        loop.hurry();
    }

    private static BusException closed() {
        return new BusClosedException();
    }

    private static BroadcastResponses nobody() {
        return new BroadcastResponses(Map.of(), List.of(), List.of());
    }

    @Override
    public CompletionStage<List<RemoteSocket>> fetchSockets(BroadcastOptions options) {
        return Futures.onLoop(
                loop,
                () ->
                        adapter()
                                .fetchSockets(options)
                                .thenApply(details -> DetailedSocket.all(namespace, details)));
    }

    @Override
    public CompletionStage<Void> socketsJoin(BroadcastOptions options, Set<String> rooms) {
        return Futures.onLoop(loop, () -> adapter().addSockets(options, rooms));
    }

    @Override
    public CompletionStage<Void> socketsLeave(BroadcastOptions options, Set<String> rooms) {
        return Futures.onLoop(loop, () -> adapter().delSockets(options, rooms));
    }

    @Override
    public CompletionStage<Void> disconnectSockets(BroadcastOptions options, boolean close) {
        return Futures.onLoop(loop, () -> adapter().disconnectSockets(options, close));
    }
}
