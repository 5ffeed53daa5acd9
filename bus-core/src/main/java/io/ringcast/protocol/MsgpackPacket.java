package io.ringcast.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a packet of a message's map, if it is one. */
final class MsgpackPacket {
    private static final int MAX_ARGUMENTS = 10_000;
    private static final int MAX_NAME_LENGTH = 4_096;

    /** Where JavaScript's whole numbers end. */
    private static final long MAX_ACK_ID = 1L << 53;

    private MsgpackPacket() {}

    static Packet of(@Nullable Object message) {
        if (!(message instanceof Map<?, ?> map) || !(map.get("type") instanceof Integer type)) {
            throw new ProtocolException("Not a packet");
        }
        String namespace = namespace(map.get("nsp"));
        long id = map.containsKey("id") ? ackId(map.get("id")) : Packet.NO_ACK;
        boolean empty = !map.containsKey("data");
        Object data = map.get("data");
        return switch (type) {
            case PacketHeader.CONNECT -> connect(namespace, empty, data);
            case PacketHeader.DISCONNECT -> disconnect(namespace, empty);
            case PacketHeader.EVENT -> event(namespace, arguments(data), id);
            case PacketHeader.ACK -> new Packet.Ack(namespace, id, payload(arguments(data), 0));
            case PacketHeader.CONNECT_ERROR -> connectError(namespace, data);
            default -> throw new ProtocolException("Unknown packet type");
        };
    }

    private static String namespace(@Nullable Object name) {
        if (!(name instanceof String text) || text.length() > MAX_NAME_LENGTH) {
            throw new ProtocolException("Invalid namespace");
        }
        if (!text.startsWith("/") || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new ProtocolException("Invalid namespace");
        }
        return text;
    }

    private static long ackId(@Nullable Object id) {
        if (id instanceof Integer || id instanceof Long) {
            long number = ((Number) id).longValue();
            if (number >= 0 && number <= MAX_ACK_ID) {
                return number;
            }
        }
        throw new ProtocolException("Illegal id");
    }

    private static Packet connect(String namespace, boolean empty, @Nullable Object data) {
        if (empty) {
            return new Packet.Connect(namespace, Payload.of());
        }
        if (data instanceof Map<?, ?>) {
            return new Packet.Connect(namespace, Payload.of(data));
        }
        throw invalidPayload();
    }

    private static Packet disconnect(String namespace, boolean empty) {
        if (empty) {
            return new Packet.Disconnect(namespace);
        }
        throw invalidPayload();
    }

    private static Packet event(String namespace, List<?> data, long id) {
        if (data.isEmpty()) {
            throw invalidPayload();
        }
        return new Packet.Event(namespace, name(data.get(0)), payload(data, 1), id);
    }

    private static String name(@Nullable Object name) {
        if (name instanceof Number) {
            return EventName.ofNumber(name.toString());
        }
        if (!(name instanceof String text) || text.length() > MAX_NAME_LENGTH) {
            throw invalidPayload();
        }
        if (EventName.isReserved(text)) {
            throw new ProtocolException("Reserved event name");
        }
        return text;
    }

    private static Packet connectError(String namespace, @Nullable Object data) {
        if (data instanceof String message) {
            return new Packet.ConnectError(namespace, message, null);
        }
        if (data instanceof Map<?, ?> error) {
            String message = error.get("message") instanceof String text ? text : "";
            return new Packet.ConnectError(namespace, message, error.get("data"));
        }
        throw invalidPayload();
    }

    private static List<?> arguments(@Nullable Object data) {
        if (!(data instanceof List<?> list)) {
            throw invalidPayload();
        }
        if (list.size() > MAX_ARGUMENTS) {
            throw new ProtocolException("Too many arguments");
        }
        return list;
    }

    private static Payload payload(List<?> data, int from) {
        @Nullable Object[] values = data.toArray();
        return Payload.of(Arrays.copyOfRange(values, from, values.length));
    }

    private static ProtocolException invalidPayload() {
        return new ProtocolException("Invalid payload");
    }
}
