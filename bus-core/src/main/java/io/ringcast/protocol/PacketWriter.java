package io.ringcast.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one packet. */
final class PacketWriter implements AutoCloseable {
    /** Room for what is known last, in front of the rest: {@code 4<type><attachments>-}. */
    private static final int HEAD = 16;

    private static final byte[][] NO_ATTACHMENTS = {};

    private final Output out;
    private final PayloadMapper mapper;
    private final JsonLimits limits;
    private @Nullable List<byte[]> attachments;
    private @Nullable PayloadGenerator generator;

    PacketWriter(Output out, PayloadMapper mapper, JsonLimits limits) {
        this.out = out;
        this.mapper = mapper;
        this.limits = limits;
    }

    Encoded write(Packet packet) {
        out.reserve(HEAD);
        out.length(HEAD);
        namespace(packet.namespace());
        if (packet instanceof Packet.Event event) {
            return event(event);
        }
        if (packet instanceof Packet.Ack ack) {
            return ack(ack);
        }
        if (packet instanceof Packet.Connect connect) {
            return connect(connect);
        }
        if (packet instanceof Packet.ConnectError error) {
            return connectError(error);
        }
        return packet instanceof Packet.Refusal refusal
                ? refusal(refusal)
                : finish(PacketHeader.DISCONNECT);
    }

    private void namespace(String name) {
        if (name.length() == 1 && name.charAt(0) == '/') {
            return;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == ',' || name.charAt(i) < ' ') {
                throw new PayloadException("A namespace's name can't be written", null);
            }
        }
        out.text(name);
        out.write(',');
    }

    private Encoded event(Packet.Event event) {
        if (event.ackId() != Packet.NO_ACK) {
            out.number(event.ackId());
        }
        out.write('[');
        JsonStrings.write(out, event.event());
        if (event.arguments().size() > 0) {
            out.write(',');
            arguments(event.arguments());
        }
        out.write(']');
        return finish(attachments == null ? PacketHeader.EVENT : PacketHeader.BINARY_EVENT);
    }

    private Encoded ack(Packet.Ack ack) {
        if (ack.ackId() != Packet.NO_ACK) {
            out.number(ack.ackId());
        }
        out.write('[');
        arguments(ack.arguments());
        out.write(']');
        return finish(attachments == null ? PacketHeader.ACK : PacketHeader.BINARY_ACK);
    }

    private Encoded connect(Packet.Connect connect) {
        arguments(connect.payload());
        refuseAttachments();
        return finish(PacketHeader.CONNECT);
    }

    private Encoded connectError(Packet.ConnectError error) {
        out.ascii("{\"message\":");
        JsonStrings.write(out, error.message());
        if (error.data() != null) {
            out.ascii(",\"data\":");
            value(error.data());
            refuseAttachments();
        }
        out.write('}');
        return finish(PacketHeader.CONNECT_ERROR);
    }

    private Encoded refusal(Packet.Refusal refusal) {
        value(refusal.value());
        refuseAttachments();
        return finish(PacketHeader.CONNECT_ERROR);
    }

    private void refuseAttachments() {
        if (attachments != null) {
            throw new PayloadException("Only events and acknowledgements can carry bytes", null);
        }
    }

    private void arguments(Payload payload) {
        if (payload instanceof JsonPayload json) {
            verbatim(json);
        } else if (payload instanceof JoinedPayload joined) {
            if (joined.head().size() > 0) {
                arguments(joined.head());
                out.write(',');
            }
            value(joined.last());
        } else {
            for (int i = 0; i < payload.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                value(
                        payload instanceof ValuesPayload values
                                ? values.values()[i]
                                : payload.get(i));
            }
        }
    }

    /** What came as text goes as text. */
    private void verbatim(JsonPayload json) {
        Attachments bytes = json.attachments();
        if (bytes != null && (json.isPart() || attachments != null)) {
            renumbered(json, bytes);
            return;
        }
        out.write(json.text(), json.from(), json.to() - json.from());
        if (bytes != null) {
            for (byte[] data : bytes.data()) { // its placeholders count from 0, as the packet's do
                attach(data);
            }
        }
    }

    /** Text among other arguments: its placeholders go on counting from theirs. */
    private void renumbered(JsonPayload json, Attachments bytes) {
        int done = json.from();
        int last = bytes.marksBefore(json.to());
        for (int mark = bytes.marksBefore(done); mark < last; mark++) {
            out.write(json.text(), done, bytes.start(mark) - done);
            placeholder(bytes.bytes(mark));
            done = bytes.end(mark);
        }
        out.write(json.text(), done, json.to() - done);
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            out.ascii("null");
        } else if (value instanceof byte[] bytes) {
            placeholder(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            placeholder(Binary.bytes(buffer));
        } else if (value instanceof Payload argument) {
            argument(argument);
        } else if (!mapper.isPlain() || !plain(value)) {
            generated(value);
        }
    }

    private void argument(Payload payload) {
        if (payload instanceof JsonPayload json && json.size() == 1) {
            verbatim(json);
        } else {
            value(payload.get(0));
        }
    }

    /** Writes a value that takes no serializer. */
    private boolean plain(Object value) {
        if (value instanceof String text) {
            JsonStrings.write(out, text);
        } else if (value instanceof Integer || value instanceof Long) {
            out.number(((Number) value).longValue());
        } else if (value instanceof Boolean) {
            out.ascii(value.equals(true) ? "true" : "false");
        } else if (value instanceof Double number) {
            out.ascii(Double.isFinite(number) ? number.toString() : "null");
        } else {
            return false;
        }
        return true;
    }

    private void generated(Object value) {
        PayloadGenerator known = generator;
        if (known == null) {
            known =
                    new PayloadGenerator(
                            mapper.writer().createGenerator(out),
                            mapper.writer(),
                            limits.maxDepth() - 1,
                            this::placeholder);
            generator = known;
        }
        int from = out.length();
        known.value(value);
        known.flush();
        if (known.hasRaw() || !mapper.isTrusted()) {
            check(from);
        }
    }

    /** Makes sure of text that an application's annotation or factory has written. */
    private void check(int from) {
        JsonScanner scanner = new JsonScanner(limits.maxDepth());
        scanner.begin(out.bytes(), from, out.length(), null);
        try {
            scanner.space();
            scanner.value(1);
            scanner.expectEnd();
        } catch (ProtocolException e) {
            throw new PayloadException("A value was written as text that is not JSON", e);
        }
    }

    private void placeholder(byte[] bytes) {
        out.ascii("{\"_placeholder\":true,\"num\":");
        out.number(attach(bytes));
        out.write('}');
    }

    private void placeholder(JsonGenerator json, byte[] bytes) {
        json.writeStartObject();
        json.writeBooleanProperty("_placeholder", true);
        json.writeNumberProperty("num", attach(bytes));
        json.writeEndObject();
    }

    private int attach(byte[] bytes) {
        if (attachments == null) {
            attachments = new ArrayList<>();
        }
        if (attachments.size() == limits.maxAttachments()) {
            throw new PayloadException(
                    "More than " + limits.maxAttachments() + " attachments", null);
        }
        attachments.add(bytes);
        return attachments.size() - 1;
    }

    private Encoded finish(int type) {
        byte[] bytes = out.bytes();
        int from = HEAD;
        if (attachments != null) {
            bytes[--from] = '-';
            for (int left = attachments.size(); left > 0; left /= 10) {
                bytes[--from] = (byte) ('0' + left % 10);
            }
        }
        bytes[--from] = (byte) ('0' + type);
        bytes[from - 1] = '4';
        return out.take(
                from, attachments == null ? NO_ATTACHMENTS : attachments.toArray(NO_ATTACHMENTS));
    }

    @Override
    public void close() {
        if (generator != null) {
            generator.close();
        }
    }
}
