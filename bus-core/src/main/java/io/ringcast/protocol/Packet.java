package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One Socket.IO packet, as protocol revision 5 knows it. Binary events and binary acknowledgements
 * are no kinds of their own here: an {@link Event} or {@link Ack} whose payload holds bytes is
 * written as one.
 */
public sealed interface Packet {

    /** The acknowledgement id of an {@link Event} that asks for none. */
    long NO_ACK = -1;

    /**
     * The namespace that the packet is for.
     *
     * @return its name, with the leading slash
     */
    String namespace();

    /**
     * A client asks to enter a namespace, or the server tells it that it has.
     *
     * @param namespace the namespace's name
     * @param payload empty or one value, an object: the client's auth, or the server's {@code sid}
     *     (and {@code pid})
     */
    record Connect(String namespace, Payload payload) implements Packet {}

    /**
     * One side leaves a namespace.
     *
     * @param namespace the namespace's name
     */
    record Disconnect(String namespace) implements Packet {}

    /**
     * An event, with or without bytes in its arguments.
     *
     * @param namespace the namespace's name
     * @param event the event's name
     * @param arguments the event's arguments
     * @param ackId the id under which an acknowledgement is asked for, or {@link #NO_ACK}
     */
    record Event(String namespace, String event, Payload arguments, long ackId) implements Packet {}

    /**
     * The answer to an event that asked for one.
     *
     * @param namespace the namespace's name
     * @param ackId the id that the event carried
     * @param arguments the answer's arguments
     */
    record Ack(String namespace, long ackId, Payload arguments) implements Packet {}

    /**
     * The server refuses a client's {@link Connect}.
     *
     * @param namespace the namespace's name
     * @param message why
     * @param data anything more that the client should know, or null
     */
    record ConnectError(String namespace, String message, @Nullable Object data)
            implements Packet {}

    /**
     * The server refuses a client of Socket.IO 2, whose protocol has a bare value for that. Only
     * written: what a peer sends is read as a {@link ConnectError}.
     *
     * @param namespace the namespace's name
     * @param value what the client is told
     */
    record Refusal(String namespace, Object value) implements Packet {}
}
