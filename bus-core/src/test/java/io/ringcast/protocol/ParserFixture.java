package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;

/** A parser with the defaults, spoken to in Strings. */
final class ParserFixture {
    static final PayloadMapper MAPPER = PayloadMapper.standard();
    static final JsonParser PARSER = JsonParser.create(MAPPER);

    private ParserFixture() {}

    /** Decodes a text message that stands somewhere inside a larger array. */
    static Packet text(Parser.Decoder decoder, String message) {
        byte[] utf8 = message.getBytes(UTF_8);
        byte[] padded = new byte[utf8.length + 8];
        System.arraycopy(utf8, 0, padded, 3, utf8.length);
        padded[2] = '4';
        padded[3 + utf8.length] = '"'; // what an overrun would meet
        return decoder.text(padded, 3, utf8.length);
    }

    static Packet decode(String message, byte[]... attachments) {
        Parser.Decoder decoder = PARSER.decoder();
        Packet packet = text(decoder, message);
        for (byte[] attachment : attachments) {
            assertThat(packet).isNull();
            assertThat(decoder.isPending()).isTrue();
            packet = decoder.binary(attachment);
        }
        assertThat(packet).isNotNull();
        assertThat(decoder.isPending()).isFalse();
        return packet;
    }

    static Packet.Event event(String message, byte[]... attachments) {
        return (Packet.Event) decode(message, attachments);
    }

    static AbstractThrowableAssert<?, ?> assertRefused(String message) {
        return assertThatThrownBy(() -> text(PARSER.decoder(), message))
                .as(message.length() > 100 ? message.substring(0, 100) : message)
                .isExactlyInstanceOf(ProtocolException.class);
    }

    static List<Object> values(Payload payload) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < payload.size(); i++) {
            values.add(payload.get(i));
        }
        return values;
    }

    /** The first message of a packet, without Engine.IO's type, which is checked. */
    static String wire(Packet packet) {
        Encoded encoded = PARSER.encode(packet);
        assertThat(encoded.binary()).isFalse();
        assertThat(encoded.offset()).isPositive();
        assertThat(encoded.buffer()[encoded.offset() - 1]).isEqualTo((byte) '4');
        return text(encoded);
    }

    static String text(Encoded encoded) {
        return new String(encoded.buffer(), encoded.offset(), encoded.length(), UTF_8);
    }

    static Packet.Event event(String name, Payload arguments) {
        return new Packet.Event("/", name, arguments, Packet.NO_ACK);
    }

    static String wire(String name, Object... arguments) {
        return wire(event(name, Payload.of(arguments)));
    }
}
