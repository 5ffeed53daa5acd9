package io.ringcast.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Payloads of Engine.IO: refused with a {@link ProtocolException} or understood, and then the
 * messages are the same after they were written and read again.
 */
public final class PayloadFuzz {
    private static final int MOST = 100_000;

    private PayloadFuzz() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        Packets packets = new Packets();
        try {
            PayloadCodec.decode(input.clone(), input.length, MOST, packets);
        } catch (ProtocolException refused) {
            return;
        }
        if (packets.messages.isEmpty()) {
            return;
        }
        byte[] body = join(packets.messages.toArray(new EnginePacket[0]));
        Packets again = new Packets();
        PayloadCodec.decode(body, body.length, MOST, again);
        if (!again.shown.equals(packets.shown)) {
            throw new AssertionError(packets.shown + " became " + again.shown);
        }
    }

    private static byte[] join(EnginePacket[] packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part : PayloadCodec.encode(packets)) {
            all.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
        return all.toByteArray();
    }

    /** What was read. */
    private static final class Packets implements PayloadCodec.Sink {
        final List<EnginePacket> messages = new ArrayList<>();
        final List<String> shown = new ArrayList<>();

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            messages.add(EnginePacket.text(utf8, offset, length));
            shown.add(new String(utf8, offset, length, UTF_8));
        }

        @Override
        public void onBinary(byte[] data) {
            messages.add(EnginePacket.binary(data));
            shown.add(Arrays.toString(data));
        }

        @Override
        public void onControl(PacketType type, int length) {
            if (type == PacketType.MESSAGE) {
                throw new AssertionError("a message is no control packet");
            }
        }

        @Override
        public boolean wantsMore() {
            return true;
        }
    }
}
