package io.ringcast.bench.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What the clients send, and what must come back for it. */
enum Load {
    /** One 32-byte text each, echoed. */
    ECHO_32(100, 1, 32),
    /** The same with 16 outstanding. */
    ECHO_32_W16(100, 16, 32),
    /** One 1 KiB text each, echoed. */
    ECHO_1K(100, 1, 1024),
    /** One 16 KiB text each, echoed. */
    ECHO_16K(100, 1, 16 * 1024),
    /** One 32-byte text each, acknowledged with itself. */
    ACK_32(100, 1, 32),
    /** One 1 KiB attachment each, echoed. */
    BINARY_1K(100, 1, 1024),
    /** One sender, everybody receives: 100 recipients. */
    BROADCAST_100(100, 1, 32),
    /** One sender, everybody receives: 1,000 recipients. */
    BROADCAST_1000(1000, 1, 32),
    /** Ten rooms of 100, one sender in each. */
    ROOMS_100(1000, 1, 32);

    final int connections;
    final int window;
    final int size;

    Load(int connections, int window, int size) {
        this.connections = connections;
        this.window = window;
        this.size = size;
    }

    private String text() {
        return "x".repeat(size);
    }

    /** What connection {@code number} sends for one message; empty if it only receives. */
    byte[] request(int number) {
        return switch (this) {
            case ECHO_32, ECHO_32_W16, ECHO_1K, ECHO_16K ->
                    Frames.text("42[\"echo\",\"" + text() + "\"]");
            case ACK_32 -> Frames.text("427[\"ack\",\"" + text() + "\"]");
            case BINARY_1K ->
                    Frames.join(
                            Frames.text("451-[\"binary-echo\",{\"_placeholder\":true,\"num\":0}]"),
                            Frames.binary(attachment()));
            case BROADCAST_100, BROADCAST_1000 ->
                    number == 0 ? Frames.text("42[\"bcast\",\"" + text() + "\"]") : new byte[0];
            case ROOMS_100 ->
                    number % 100 == 0
                            ? Frames.text(
                                    "42[\"room\",\"" + room(number) + "\",\"" + text() + "\"]")
                            : new byte[0];
        };
    }

    /** What connection {@code number} sends before the load begins; empty for nothing. */
    byte[] preparation(int number) {
        return this == ROOMS_100
                ? Frames.text("421[\"join\",\"" + room(number) + "\"]")
                : new byte[0];
    }

    private static String room(int number) {
        return "r" + number / 100;
    }

    private byte[] attachment() {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x42);
        return bytes;
    }

    /** How long the message is that counts as received; text, or the attachment. */
    int replyLength() {
        return switch (this) {
            case ECHO_32, ECHO_32_W16, ECHO_1K, ECHO_16K -> utf8("42[\"echo\",\"\"]") + size;
            case ACK_32 -> utf8("437[\"\"]") + size;
            case BINARY_1K -> size;
            case BROADCAST_100, BROADCAST_1000 -> utf8("42[\"bcast\",\"\"]") + size;
            case ROOMS_100 -> utf8("42[\"room\",\"\"]") + size;
        };
    }

    int replyOpcode() {
        return this == BINARY_1K ? Frames.BINARY : Frames.TEXT;
    }

    /** How many receive what one sender sends. */
    int recipients() {
        return switch (this) {
            case BROADCAST_100, ROOMS_100 -> 100;
            case BROADCAST_1000 -> 1000;
            default -> 1;
        };
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Load of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
