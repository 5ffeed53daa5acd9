package io.ringcast.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.Encoded;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Socket.IO's packets: a message, and if that announces attachments, pieces of the rest as those.
 * It is refused with a {@link ProtocolException} or understood, and what is understood is the same
 * after it was written and read again.
 */
public final class JsonFuzz {
    private static final JsonParser PARSER = JsonParser.create(PayloadMapper.standard());
    private static final byte SEPARATOR = 0x1e;

    private JsonFuzz() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        int end = indexOf(input, 0);
        byte[] message = Arrays.copyOf(input, end);
        if (!isText(message)) {
            return;
        }
        try {
            Packet packet = decode(input, message, end);
            if (packet != null) {
                check(packet);
            }
        } catch (ProtocolException refused) {
            // As it should be.
        }
    }

    private static int indexOf(byte[] input, int from) {
        for (int i = from; i < input.length; i++) {
            if (input[i] == SEPARATOR) {
                return i;
            }
        }
        return input.length;
    }

    private static boolean isText(byte[] message) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Packet decode(byte[] input, byte[] message, int end) {
        Parser.Decoder decoder = PARSER.decoder();
        Packet packet = decoder.text(message, 0, message.length);
        int from = end + 1;
        while (packet == null && from <= input.length) {
            int to = indexOf(input, from);
            packet = decoder.binary(Arrays.copyOfRange(input, from, to));
            from = to + 1;
        }
        return packet;
    }

    private static void check(Packet packet) {
        if (packet instanceof Packet.Event event) {
            values(event.arguments());
        } else if (packet instanceof Packet.Ack ack) {
            values(ack.arguments());
            if (ack.ackId() < 0) {
                return; // one without an id can be read, but is never written
            }
        }
        Encoded first = PARSER.encode(packet);
        Encoded second = PARSER.encode(Objects.requireNonNull(again(first)));
        if (!text(first).equals(text(second))
                || !Arrays.deepEquals(first.attachments(), second.attachments())) {
            throw new AssertionError(text(first) + " became " + text(second));
        }
    }

    /** Reading a value may be refused, but only so. */
    private static void values(Payload arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            try {
                arguments.get(i);
            } catch (PayloadException beyondJackson) {
                // A number with a huge exponent, for example.
            }
        }
    }

    private static Packet again(Encoded encoded) {
        Parser.Decoder decoder = PARSER.decoder();
        byte[] text = text(encoded).getBytes(UTF_8);
        Packet packet = decoder.text(text, 0, text.length);
        for (byte[] attachment : encoded.attachments()) {
            packet = decoder.binary(attachment);
        }
        return packet;
    }

    private static String text(Encoded encoded) {
        return new String(encoded.buffer(), encoded.offset(), encoded.length(), UTF_8);
    }
}
