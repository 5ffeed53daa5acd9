package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is in which room, readable from both sides; the only place where targets are computed. */
@LoopConfined
final class RoomIndex {
    /*
     * Owner: the namespace's loop; no field is volatile because no other thread looks.
     * Invariant: socket in members(room) <=> room in seats(socket); a room without members is not
     * in the map; a socket is among everyone from its first join to leaveAll.
     * Cost: join, leave O(1); leaveAll O(rooms of the socket); targets O(sum of the members of the
     * chosen rooms).
     */
    private static final LocalSocket[] NOBODY = {};

    private final Map<String, Room> rooms = new HashMap<>();
    private final Room everyone = new Room("");
    private final Listener listener;
    private long selection;

    /** Is told what happens, while it happens. */
    @FunctionalInterface
    interface Listener {
        void onEvent(RoomEvent event, String room, @Nullable String socketId);
    }

    RoomIndex(Listener listener) {
        this.listener = listener;
    }

    void join(LocalSocket socket, Collection<String> names) {
        socket.membership().check(socket, names);
        for (String name : names) {
            join(socket, name);
        }
    }

    void join(LocalSocket socket, String name) {
        Membership membership = socket.membership();
        if (membership.everyone == null) {
            membership.everyone = everyone.add(socket);
        }
        if (membership.seats.containsKey(name)) {
            return;
        }
        membership.reserve(socket, name);
        Room room = rooms.get(name);
        if (room == null) {
            room = new Room(name);
            rooms.put(name, room);
            listener.onEvent(RoomEvent.CREATE, name, null);
        }
        membership.seats.put(name, room.add(socket));
        listener.onEvent(RoomEvent.JOIN, name, socket.id());
    }

    void leave(LocalSocket socket, String name) {
        Room.Seat seat = socket.membership().seats.remove(name);
        if (seat != null) {
            stand(socket, seat);
        }
    }

    void leaveAll(LocalSocket socket) {
        Membership membership = socket.membership();
        List<Room.Seat> seats = new ArrayList<>(membership.seats.values());
        membership.seats.clear();
        for (Room.Seat seat : seats) {
            stand(socket, seat);
        }
        Room.Seat place = membership.everyone;
        if (place != null) {
            membership.everyone = null;
            everyone.remove(place);
        }
    }

    private void stand(LocalSocket socket, Room.Seat seat) {
        Room room = seat.room;
        room.remove(seat);
        socket.membership().release(socket, room.name);
        listener.onEvent(RoomEvent.LEAVE, room.name, socket.id());
        if (room.isEmpty() && rooms.remove(room.name, room)) {
            listener.onEvent(RoomEvent.DELETE, room.name, null);
        }
    }

    Set<String> roomsOf(LocalSocket socket) {
        return new LinkedHashSet<>(socket.membership().seats.keySet());
    }

    Map<String, Set<String>> snapshot() {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        for (Room room : rooms.values()) {
            Set<String> ids = new LinkedHashSet<>();
            for (int i = 0; i < room.size(); i++) {
                ids.add(room.get(i).id());
            }
            copy.put(room.name, ids);
        }
        return copy;
    }

    /**
     * Sends to each selected socket once. One room, or everyone, costs no selection; nor does
     * leaving out one socket, as {@code socket.to(...)} and {@code socket.broadcast()} do.
     */
    void send(Broadcast broadcast, BroadcastOptions options) {
        Room excluded = only(options.onlyExcept());
        boolean isSimple = excluded == null ? options.except().size() <= 1 : excluded.size() == 1;
        if (options.rooms().size() <= 1 && isSimple) {
            Room room = options.rooms().isEmpty() ? everyone : only(options.onlyRoom());
            if (room != null) {
                room.send(broadcast, excluded == null ? null : excluded.get(0));
            }
            return;
        }
        LocalSocket[] targets = targets(options);
        Room.send(broadcast, targets, targets.length, null, false);
        Room.send(broadcast, targets, targets.length, null, true);
    }

    private @Nullable Room only(@Nullable String name) {
        return name == null ? null : rooms.get(name);
    }

    /** The selected sockets, each once. */
    LocalSocket[] targets(BroadcastOptions options) {
        long mark = ++selection;
        for (String name : options.except()) {
            exclude(rooms.get(name), mark);
        }
        List<LocalSocket> chosen = new ArrayList<>();
        if (options.rooms().isEmpty()) {
            choose(everyone, mark, chosen);
        }
        for (String name : options.rooms()) {
            Room room = rooms.get(name);
            if (room != null) {
                choose(room, mark, chosen);
            }
        }
        return chosen.toArray(NOBODY);
    }

    private static void exclude(@Nullable Room room, long mark) {
        for (int i = 0; room != null && i < room.size(); i++) {
            room.get(i).membership().excluded = mark;
        }
    }

    private static void choose(Room room, long mark, List<LocalSocket> chosen) {
        for (int i = 0; i < room.size(); i++) {
            LocalSocket socket = room.get(i);
            Membership membership = socket.membership();
            if (membership.chosen != mark && membership.excluded != mark) {
                membership.chosen = mark;
                chosen.add(socket);
            }
        }
    }
}
