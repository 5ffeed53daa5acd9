package io.ringcast.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one connection's packets. */
final class JsonDecoder implements Parser.Decoder {
    /*
     * Owner: the connection, one thread at a time.
     * Invariant: between packets nothing of a message is held but by a packet whose attachments
     * are due.
     * Cost: one pass over the bytes; small while idle, for there is one per connection.
     */
    private static final int[] NO_COMMAS = {};
    private static final int MAX_KEPT = 16;
    private static final int ARGUMENTS_DEPTH = 1;

    private final PayloadMapper mapper;
    private final JsonLimits limits;
    private final NameCache names;
    private final JsonScanner scanner;
    private final PacketHeader header;
    private int[] commas = NO_COMMAS;
    private @Nullable Assembly assembly;

    JsonDecoder(PayloadMapper mapper, JsonLimits limits, NameCache names) {
        this.mapper = mapper;
        this.limits = limits;
        this.names = names;
        this.scanner = new JsonScanner(limits.maxDepth());
        this.header = new PacketHeader(limits, names);
    }

    @Override
    public @Nullable Packet text(byte[] utf8, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, utf8.length);
        if (assembly != null) {
            throw new ProtocolException("Got text while attachments are due");
        }
        int payload = header.read(utf8, offset, offset + length);
        int count = header.attachments();
        PlaceholderScanner placeholders = count > 0 ? new PlaceholderScanner(count) : null;
        scanner.begin(utf8, payload, offset + length, placeholders);
        try {
            return packet(utf8, placeholders);
        } finally {
            scanner.done();
            if (commas.length > MAX_KEPT) {
                commas = NO_COMMAS;
            }
        }
    }

    private @Nullable Packet packet(byte[] text, @Nullable PlaceholderScanner placeholders) {
        return switch (header.type()) {
            case PacketHeader.CONNECT -> connect(text);
            case PacketHeader.DISCONNECT -> disconnect();
            case PacketHeader.CONNECT_ERROR -> connectError(text);
            case PacketHeader.EVENT, PacketHeader.BINARY_EVENT -> event(text, placeholders);
            default -> ack(text, placeholders);
        };
    }

    private Packet connect(byte[] text) {
        int from = scanner.at();
        byte first = scanner.peek();
        if (first == 0) {
            scanner.expectEnd();
            return new Packet.Connect(header.namespace(), Payload.of());
        }
        if (first != '{') {
            throw new ProtocolException("Invalid payload");
        }
        return new Packet.Connect(header.namespace(), single(text, from));
    }

    private JsonPayload single(byte[] text, int from) {
        scanner.value(0);
        int to = scanner.at();
        scanner.expectEnd();
        return new JsonPayload(mapper, text, from, to);
    }

    private Packet disconnect() {
        if (scanner.peek() != 0) {
            throw new ProtocolException("Invalid payload");
        }
        scanner.expectEnd();
        return new Packet.Disconnect(header.namespace());
    }

    private Packet connectError(byte[] text) {
        byte first = scanner.peek();
        if (first != '{' && first != '"') {
            throw new ProtocolException("Invalid payload");
        }
        Object value = natural(single(text, scanner.at()));
        if (value instanceof Map<?, ?> error) {
            String message = error.get("message") instanceof String m ? m : "";
            return new Packet.ConnectError(header.namespace(), message, error.get("data"));
        }
        return new Packet.ConnectError(header.namespace(), String.valueOf(value), null);
    }

    private static @Nullable Object natural(JsonPayload payload) {
        try {
            return payload.get(0);
        } catch (PayloadException e) {
            throw new ProtocolException("Invalid payload"); // valid, but beyond what Jackson reads
        }
    }

    private @Nullable Packet event(byte[] text, @Nullable PlaceholderScanner placeholders) {
        scanner.expect('[');
        scanner.space();
        String name = EventName.read(scanner, text, names, limits);
        scanner.space();
        Payload arguments = scanner.take(',') ? arguments(text, placeholders) : Payload.of();
        expectEndOfArray();
        return due(
                new Packet.Event(header.namespace(), name, arguments, header.ackId()),
                placeholders);
    }

    private @Nullable Packet ack(byte[] text, @Nullable PlaceholderScanner placeholders) {
        scanner.expect('[');
        scanner.space();
        Payload arguments = scanner.peek() == ']' ? Payload.of() : arguments(text, placeholders);
        expectEndOfArray();
        return due(new Packet.Ack(header.namespace(), header.ackId(), arguments), placeholders);
    }

    private void expectEndOfArray() {
        scanner.expect(']');
        scanner.expectEnd();
    }

    private Payload arguments(byte[] text, @Nullable PlaceholderScanner placeholders) {
        scanner.space();
        int from = scanner.at();
        int to = value(placeholders);
        int more = 0;
        while (scanner.take(',')) {
            remember(more++, scanner.at() - 1);
            scanner.space();
            to = value(placeholders);
        }
        return new JsonPayload(
                mapper,
                new JsonPayload.Slice(text, from, to),
                more == 0 ? NO_COMMAS : Arrays.copyOf(commas, more),
                placeholders == null ? null : placeholders.attachments());
    }

    /** Passes an argument and the white space after it, and says where the argument ended. */
    private int value(@Nullable PlaceholderScanner placeholders) {
        if (placeholders != null) {
            placeholders.nextArgument();
        }
        scanner.value(ARGUMENTS_DEPTH);
        int to = scanner.at();
        scanner.space();
        return to;
    }

    private void remember(int index, int comma) {
        if (index + 1 >= limits.maxArguments()) {
            throw new ProtocolException("Too many arguments");
        }
        if (index == commas.length) {
            commas = Arrays.copyOf(commas, Math.max(4, index * 2));
        }
        commas[index] = comma;
    }

    private @Nullable Packet due(Packet packet, @Nullable PlaceholderScanner placeholders) {
        if (placeholders == null) {
            return packet;
        }
        assembly = new Assembly(packet, placeholders.attachments(), limits);
        return null;
    }

    @Override
    public @Nullable Packet binary(byte[] data) {
        if (assembly == null) {
            throw new ProtocolException("Got binary without a header");
        }
        Packet packet = assembly.add(data);
        if (packet != null) {
            assembly = null;
        }
        return packet;
    }

    @Override
    public boolean isPending() {
        return assembly != null;
    }

    @Override
    public void reset() {
        assembly = null;
    }
}
