package io.ringcast.bench.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the clients send, and what must come back for it.
 *
 * @param title its name in the tables
 * @param kind what is asked of the server
 * @param connections how many clients
 * @param window how many messages each sender has outstanding
 * @param size bytes of the one argument
 * @param recipients how many receive what one sender sends
 */
record Load(String title, Kind kind, int connections, int window, int size, int recipients) {
    enum Kind {
        ECHO,
        ACK,
        BINARY,
        BROADCAST,
        ROOM
    }

    /** The loads of the comparison. */
    static final List<Load> STANDARD =
            List.of(
                    echo("echo-32", 100, 1, 32),
                    echo("echo-32-w16", 100, 16, 32),
                    echo("echo-1k", 100, 1, 1024),
                    echo("echo-16k", 100, 1, 16 * 1024),
                    echo("one-at-a-time", 1, 1, 32),
                    new Load("ack-32", Kind.ACK, 100, 1, 32, 1),
                    new Load("binary-1k", Kind.BINARY, 100, 1, 1024, 1),
                    broadcast("broadcast-100", 100),
                    broadcast("broadcast-1000", 1000),
                    new Load("rooms-100", Kind.ROOM, 1000, 1, 32, 100));

    static Load echo(String title, int connections, int window, int size) {
        return new Load(title, Kind.ECHO, connections, window, size, 1);
    }

    static Load broadcast(String title, int recipients) {
        return new Load(title, Kind.BROADCAST, recipients, 1, 32, recipients);
    }

    private String text() {
        return "x".repeat(size);
    }

    /** What connection {@code number} sends for one message; empty if it only receives. */
    byte[] request(int number) {
        if (number % recipients != 0) {
            return new byte[0];
        }
        return switch (kind) {
            case ECHO -> Frames.text("42[\"echo\",\"" + text() + "\"]");
            case ACK -> Frames.text("427[\"ack\",\"" + text() + "\"]");
            case BINARY ->
                    Frames.join(
                            Frames.text("451-[\"binary-echo\",{\"_placeholder\":true,\"num\":0}]"),
                            Frames.binary(attachment()));
            case BROADCAST -> Frames.text("42[\"bcast\",\"" + text() + "\"]");
            case ROOM -> Frames.text("42[\"room\",\"" + room(number) + "\",\"" + text() + "\"]");
        };
    }

    /** What connection {@code number} sends before the load begins; empty for nothing. */
    byte[] preparation(int number) {
        return kind == Kind.ROOM
                ? Frames.text("421[\"join\",\"" + room(number) + "\"]")
                : new byte[0];
    }

    private String room(int number) {
        return "r" + number / recipients;
    }

    private byte[] attachment() {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x42);
        return bytes;
    }

    /** How long the message is that counts as received; text, or the attachment. */
    int replyLength() {
        return switch (kind) {
            case ECHO -> utf8("42[\"echo\",\"\"]") + size;
            case ACK -> utf8("437[\"\"]") + size;
            case BINARY -> size;
            case BROADCAST -> utf8("42[\"bcast\",\"\"]") + size;
            case ROOM -> utf8("42[\"room\",\"\"]") + size;
        };
    }

    int replyOpcode() {
        return kind == Kind.BINARY ? Frames.BINARY : Frames.TEXT;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static Load of(String title) {
        return STANDARD.stream()
                .filter(load -> load.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such load: " + title));
    }
}
