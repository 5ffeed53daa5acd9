package io.ringcast.internal.bus;

import io.ringcast.Arguments;
import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastAckTimeoutException;
import io.ringcast.BroadcastResponses;
import io.ringcast.BusException;
import io.ringcast.adapter.Broadcast;
import io.ringcast.internal.ack.AckReceiver;
import io.ringcast.internal.dispatch.RingArguments;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Payload;
import io.ringcast.transport.Counter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to one broadcast: ends once, when all are accounted for or time is up. */
@LoopConfined
final class BroadcastAcks implements Broadcast.AckCollector {
    /*
     * A recipient is first pending, then in exactly one of answered, timedOut, disconnected.
     * Recipients of other servers are counted only; the wire carries no id for them.
     */
    private final RingNamespace namespace;
    private final long ackId;
    private final BroadcastAckCallback callback;
    private final Runnable timeUp = this::timeUp;
    private final LoopTimer timer = new LoopTimer(timeUp);
    private final Map<String, RingSocket> pending = new LinkedHashMap<>();
    private final Map<String, Arguments> answered = new LinkedHashMap<>();
    private final List<String> disconnected = new ArrayList<>();
    private int remotePending;
    private int remoteAnswered;
    private boolean announced;
    private boolean ended;
    private @Nullable BusException failure;

    BroadcastAcks(RingNamespace namespace, long ackId, BroadcastAckCallback callback) {
        this.namespace = namespace;
        this.ackId = ackId;
        this.callback = callback;
    }

    void start(long timeoutNanos) {
        namespace.loop().whenEnded(timeUp);
        namespace.loop().schedule(timer, timeoutNanos);
    }

    /** The event could not be sent, or not to all. */
    void fail(Throwable cause) {
        failure = new BusException(String.valueOf(cause.getMessage()));
        timeUp();
    }

    long ackId() {
        return ackId;
    }

    /** A local recipient is about to be sent the event. */
    void expect(RingSocket socket) {
        String id = socket.id();
        pending.put(id, socket);
        socket.acks().await(ackId, new Recipient(id), 0);
    }

    private final class Recipient implements AckReceiver {
        private final String id;

        Recipient(String id) {
            this.id = id;
        }

        @Override
        public void onAnswer(@Nullable Object body) {
            if (pending.remove(id) != null) {
                answered.put(id, new RingArguments(body, namespace.mapper()));
                endIfComplete();
            }
        }

        @Override
        public void onFailure(BusException failure) {
            if (pending.remove(id) != null) {
                disconnected.add(id);
                endIfComplete();
            }
        }
    }

    @Override
    public void expectRemote(int count) {
        remotePending += count;
    }

    @Override
    public void answeredRemotely(Payload answer) {
        remotePending--;
        answered.put("#" + remoteAnswered++, new RingArguments(answer, namespace.mapper()));
        endIfComplete();
    }

    @Override
    public void announced() {
        announced = true;
        endIfComplete();
    }

    private void endIfComplete() {
        if (announced && pending.isEmpty() && remotePending <= 0) {
            end(List.of());
        }
    }

    private void timeUp() {
        List<String> late = new ArrayList<>(pending.keySet());
        for (RingSocket socket : pending.values()) {
            socket.acks().forget(ackId);
            namespace.count(Counter.ACKS_TIMED_OUT);
        }
        pending.clear();
        end(late);
    }

    private void end(List<String> timedOut) {
        if (ended) {
            return;
        }
        ended = true;
        namespace.loop().cancel(timer);
        namespace.loop().forgetEnding(timeUp);
        BroadcastResponses responses =
                new BroadcastResponses(
                        Collections.unmodifiableMap(answered),
                        timedOut,
                        Collections.unmodifiableList(disconnected));
        boolean isLate = !timedOut.isEmpty() || remotePending > 0;
        BusException late = isLate ? new BroadcastAckTimeoutException(responses) : null;
        namespace.callBack(
                "broadcast ack",
                () -> callback.onResult(failure != null ? failure : late, responses));
    }
}
