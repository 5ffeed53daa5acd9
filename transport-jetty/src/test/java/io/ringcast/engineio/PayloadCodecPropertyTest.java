package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PayloadCodecPropertyTest {

    @Property
    void shouldDecodeWhatItEncoded(@ForAll("messages") @Size(min = 1, max = 20) List<Object> sent) {
        EnginePacket[] packets = sent.stream().map(this::packet).toArray(EnginePacket[]::new);

        byte[] body = join(PayloadCodec.encode(packets));
        Decoded decoded = new Decoded();
        PayloadCodec.decode(body, body.length, 20, decoded);

        assertThat(decoded.messages).isEqualTo(sent.stream().map(this::show).toList());
        assertThat(body).hasSize((int) encodedLength(packets));
    }

    private static long encodedLength(EnginePacket... packets) {
        long length = packets.length - 1L;
        for (EnginePacket packet : packets) {
            length += PayloadCodec.encodedLength(packet);
        }
        return length;
    }

    @Property
    void shouldThrowNothingButProtocolExceptions(@ForAll("bodies") byte[] body) {
        try {
            PayloadCodec.decode(body, body.length, 10, new Decoded());
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property
    void shouldAgreeWithTheJdkAboutUtf8(@ForAll("nearlyUtf8") byte[] bytes) {
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(isUtf8(bytes));
    }

    @Property
    void shouldValidateTheSliceOnly(@ForAll("nearlyUtf8") byte[] bytes) {
        byte[] framed = new byte[bytes.length + 2];
        framed[0] = (byte) 0xff;
        framed[framed.length - 1] = (byte) 0x80;
        System.arraycopy(bytes, 0, framed, 1, bytes.length);

        assertThat(Utf8.isValid(framed, 1, bytes.length)).isEqualTo(isUtf8(bytes));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            CharBuffer unused =
                    UTF_8.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<List<Object>> messages() {
        Arbitrary<Object> text =
                Arbitraries.strings()
                        .ofMaxLength(40)
                        .map(s -> new String(s.getBytes(UTF_8), UTF_8).replace('\u001e', ' '))
                        .map(s -> s);
        Arbitrary<Object> binary =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(b -> b);
        return Arbitraries.oneOf(text, binary).list();
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<Byte> telling =
                Arbitraries.of(
                        (byte) '4', (byte) 'b', (byte) 0x1e, (byte) '=', (byte) 'A', (byte) '2');
        return Arbitraries.oneOf(telling, Arbitraries.bytes()).array(byte[].class).ofMaxSize(64);
    }

    /** Valid text with a byte or two that may not fit. */
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        Arbitrary<byte[]> valid = Arbitraries.strings().ofMaxLength(12).map(s -> s.getBytes(UTF_8));
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
        return valid.flatMap(
                head -> any.flatMap(middle -> valid.map(tail -> concat(head, middle, tail))));
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(100);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    private EnginePacket packet(Object message) {
        return message instanceof byte[] bytes
                ? EnginePacket.binary(bytes)
                : EnginePacket.text((String) message);
    }

    private String show(Object message) {
        return message instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "'" + message;
    }

    static byte[] join(List<ByteBuffer> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(all::put);
        return all.array();
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
