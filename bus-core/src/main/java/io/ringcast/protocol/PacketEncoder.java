package io.ringcast.protocol;

import io.ringcast.loop.AnyThread;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes packets as text and attachments. */
@AnyThread
final class PacketEncoder {
    private final PayloadMapper mapper;
    private final JsonLimits limits;
    // Each thread's own, so that writing makes nothing but what it returns.
    private final ThreadLocal<Output> outputs = ThreadLocal.withInitial(Output::new);

    PacketEncoder(PayloadMapper mapper, JsonLimits limits) {
        this.mapper = mapper;
        this.limits = limits;
    }

    Encoded encode(Packet packet) {
        Output out = outputs.get();
        // A serializer may send something itself: that is written beside.
        Output mine = out.borrow() ? out : new Output();
        try (PacketWriter writer = new PacketWriter(mine, mapper, limits)) {
            return writer.write(packet);
        } finally {
            mine.giveBack();
        }
    }

    /** Puts one more argument in front of the closing bracket; the text before it is copied. */
    Encoded append(Encoded encoded, Packet.Event packet, String argument) {
        if (encoded.binary() || !isPlain(argument)) {
            return encode(packet);
        }
        byte[] last = (",\"" + argument + "\"]").getBytes(StandardCharsets.US_ASCII);
        int kept = encoded.offset() + encoded.length() - 1;
        byte[] longer = Arrays.copyOf(encoded.buffer(), kept + last.length);
        System.arraycopy(last, 0, longer, kept, last.length);
        int length = longer.length - encoded.offset();
        return new Encoded(longer, encoded.offset(), length, false, encoded.attachments());
    }

    /** Whether a text stands in JSON as it is. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
    }
}
