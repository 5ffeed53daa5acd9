package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class LengthCodecPropertyTest {

    @Property
    void shouldDecodeWhatItEncoded(
            @ForAll("messages") @Size(min = 1, max = 20) List<Object> sent,
            @ForAll boolean takesBytes) {
        Revision revision = takesBytes ? Revision.THREE : Revision.THREE_AS_TEXT;
        EnginePacket[] packets =
                sent.stream()
                        .map(LengthCodecPropertyTest::packet)
                        .map(revision::form)
                        .toArray(EnginePacket[]::new);

        byte[] bytes = PayloadCodecPropertyTest.join(revision.encode(packets));
        boolean binary = revision.contentType(packets).equals(Revision.BINARY_CONTENT);
        Decoded decoded = new Decoded();
        revision.decode(bytes, bytes.length, binary, 20, decoded);

        assertThat(decoded.messages)
                .isEqualTo(sent.stream().map(LengthCodecPropertyTest::show).toList());
        assertThat(binary)
                .isEqualTo(takesBytes && sent.stream().anyMatch(byte[].class::isInstance));
        long most = List.of(packets).stream().mapToLong(revision::encodedLength).sum();
        assertThat((long) bytes.length).isLessThanOrEqualTo(most);
    }

    /** What JavaScript counts is what {@code String.length} counts. */
    @Property
    void shouldCountAsTheClientDoes(@ForAll("texts") String text) {
        List<ByteBuffer> body = LengthCodec.encode(EnginePacket.text(text));

        assertThat(new String(PayloadCodecPropertyTest.join(body), UTF_8))
                .isEqualTo(text.length() + 1 + ":4" + text);
    }

    @Property
    void shouldThrowNothingButProtocolExceptions(
            @ForAll("bodies") byte[] body, @ForAll boolean binary) {
        Decoded decoded = new Decoded();
        try {
            Revision.THREE.decode(body, body.length, binary, 10, decoded);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(decoded.messages).hasSizeLessThanOrEqualTo(10);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(40).map(s -> new String(s.getBytes(UTF_8), UTF_8));
    }

    @Provide
    Arbitrary<List<Object>> messages() {
        Arbitrary<Object> text = texts().map(s -> s);
        Arbitrary<Object> binary =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(b -> b);
        return Arbitraries.oneOf(text, binary).list();
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<Byte> telling =
                Arbitraries.of(
                        (byte) '1',
                        (byte) ':',
                        (byte) '4',
                        (byte) 'b',
                        (byte) 0,
                        (byte) 1,
                        (byte) 2,
                        (byte) 4,
                        (byte) 255,
                        (byte) 0xf0,
                        (byte) '2');
        return Arbitraries.oneOf(telling, Arbitraries.bytes()).array(byte[].class).ofMaxSize(64);
    }

    private static EnginePacket packet(Object message) {
        return message instanceof byte[] bytes
                ? EnginePacket.binary(bytes)
                : EnginePacket.text((String) message);
    }

    private static String show(Object message) {
        return message instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "'" + message;
    }

    private static final class Decoded implements PayloadCodec.Sink {
        final List<String> messages = new ArrayList<>();

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            messages.add("'" + new String(utf8, offset, length, UTF_8));
        }

        @Override
        public void onBinary(byte[] data) {
            messages.add(HexFormat.of().formatHex(data));
        }

        @Override
        public void onControl(PacketType type, int length) {
            messages.add(type.name());
        }

        @Override
        public boolean wantsMore() {
            return true;
        }
    }
}
