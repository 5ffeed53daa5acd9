package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.PayloadType;
import io.ringcast.transport.Receiver;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The receivers of one event in one room: the way from broadcast to listener, walked once. */
@LoopConfined
final class RoomPlan {
    /*
     * To reach a listener through its socket takes some fifteen dependent loads and a look-up by
     * name, most of them out of the cache in a large room. The second of two broadcasts between
     * which nothing has changed keeps what it finds; later ones go straight to the listeners.
     * Valid while the epoch is the one it was made in (no socket, no listener of the loop has come,
     * changed or gone) and the room has the members that it was made for. Each receiver may change
     * any of that: the rest then goes the long way, with the result that it would have had anyway.
     */
    private static final @Nullable Receiver[] NONE = {};

    private @Nullable Receiver[] receivers = NONE;
    private long epoch = Broadcast.NO_EPOCH;
    private String event;

    RoomPlan(String event) {
        this.event = event;
    }

    boolean isOf(String other) {
        return event.equals(other);
    }

    /** Forgets its event for another one. */
    void become(String other) {
        event = other;
        epoch = Broadcast.NO_EPOCH;
        receivers = NONE;
    }

    /**
     * Sends for as long as the plan is valid.
     *
     * @return how many of the members, from the first, need nothing more
     */
    int send(Broadcast broadcast, LocalSocket[] members, int count, @Nullable LocalSocket without) {
        Object value = broadcast.body();
        if (value == null || !isValid(broadcast, members, count)) {
            return 0;
        }
        @Nullable Receiver[] planned = receivers;
        long made = epoch;
        PayloadType<?> fitting = null;
        for (int i = 0; i < count; i++) {
            Receiver receiver = planned[i];
            if (members[i] == without) {
                continue;
            }
            if (receiver != null && (receiver.type() == fitting || receiver.type().fits(value))) {
                fitting = receiver.type();
                receiver.receive(value);
            } else {
                members[i].send(broadcast);
            }
            if (broadcast.epoch() != made) {
                return i + 1;
            }
        }
        return count;
    }

    private boolean isValid(Broadcast broadcast, LocalSocket[] members, int count) {
        long now = broadcast.epoch();
        if (now != epoch || receivers.length > count) {
            epoch = now;
            receivers = NONE;
            return false;
        }
        if (receivers.length < count) {
            receivers = new @Nullable Receiver[count];
            Arrays.setAll(receivers, i -> members[i].receiver(event));
        }
        return true;
    }
}
