package io.ringcast.adapter;

/** What happens to rooms; Socket.IO's adapter events. */
public enum RoomEvent {
    /** {@code create-room}: a room got its first socket. */
    CREATE,
    /** {@code join-room}: a socket joined; after the room's {@link #CREATE}. */
    JOIN,
    /** {@code leave-room}: a socket left. */
    LEAVE,
    /** {@code delete-room}: a room lost its last socket; after that socket's {@link #LEAVE}. */
    DELETE
}
