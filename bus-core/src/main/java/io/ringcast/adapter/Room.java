package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sockets in one room. */
@LoopConfined
final class Room {
    /*
     * Members lie in an array without holes; a member that goes is replaced by the last one, so
     * order is not kept (Socket.IO promises none). While somebody iterates, a change works on
     * copies: the iteration goes on over the members it began with.
     * Cost: add, remove O(1), or O(n) once per iteration that they interrupt.
     */
    final String name;
    private LocalSocket[] sockets = new LocalSocket[2];
    private Seat[] seats = new Seat[2];
    private int size;
    private int inProcess;
    private int iterations;
    private @Nullable RoomPlans plans;

    Room(String name) {
        this.name = name;
    }

    /** A member's place, known to the member. */
    @LoopConfined
    static final class Seat {
        final Room room;
        private int index;

        Seat(Room room, int index) {
            this.room = room;
            this.index = index;
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Seat add(LocalSocket socket) {
        detachFromIterations();
        if (size == sockets.length) {
            sockets = Arrays.copyOf(sockets, size * 2);
            seats = Arrays.copyOf(seats, size * 2);
        }
        Seat seat = new Seat(this, size);
        sockets[size] = socket;
        seats[size] = seat;
        size++;
        inProcess += socket.isInProcess() ? 1 : 0;
        return seat;
    }

    @SuppressWarnings("NullAway") // a freed place holds null, and is beyond the size
    void remove(Seat seat) {
        detachFromIterations();
        inProcess -= sockets[seat.index].isInProcess() ? 1 : 0;
        size--;
        sockets[seat.index] = sockets[size];
        seats[seat.index] = seats[size];
        seats[seat.index].index = seat.index;
        sockets[size] = null;
        seats[size] = null;
    }

    private void detachFromIterations() {
        plans = null;
        if (iterations > 0) {
            sockets = sockets.clone();
            iterations = 0;
        }
    }

    /**
     * Sends to all members but one. Clients behind a network come first: sending to one in this
     * process may run its listener, and what that emits must not overtake this.
     */
    void send(Broadcast broadcast, @Nullable LocalSocket without) {
        LocalSocket[] members = sockets;
        int count = size;
        iterations++;
        if (inProcess == 0 || inProcess == count) {
            int sent = inProcess == 0 ? 0 : sendPlanned(broadcast, members, count, without);
            for (int i = sent; i < count; i++) {
                if (members[i] != without) {
                    members[i].send(broadcast);
                }
            }
        } else {
            send(broadcast, members, count, without, false);
            send(broadcast, members, count, without, true);
        }
        if (members == sockets) {
            iterations--;
        }
    }

    private int sendPlanned(
            Broadcast broadcast, LocalSocket[] members, int count, @Nullable LocalSocket without) {
        if (broadcast.epoch() == Broadcast.NO_EPOCH) {
            return 0;
        }
        RoomPlans known = plans;
        if (known == null) {
            known = new RoomPlans();
            plans = known;
        }
        return known.of(broadcast.event()).send(broadcast, members, count, without);
    }

    static void send(
            Broadcast broadcast,
            LocalSocket[] members,
            int count,
            @Nullable LocalSocket without,
            boolean areInProcess) {
        for (int i = 0; i < count; i++) {
            if (members[i] != without && members[i].isInProcess() == areInProcess) {
                members[i].send(broadcast);
            }
        }
    }

    LocalSocket get(int index) {
        return sockets[index];
    }
}
