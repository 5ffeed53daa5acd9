package io.ringcast.hostile;

import static io.ringcast.hostile.Attack.served;

import io.ringcast.transport.jetty.RawWebSocket;
import io.ringcast.transport.jetty.WebSockets;
import java.util.Set;
import java.util.stream.Stream;

class HostileFramesByJettyTest extends HostileFramesTest {
    /** What Jetty refuses later than Ringcast, by another number, or not at all. */
    private static final Set<String> OTHERWISE =
            Set.of(
                    "11: a long ping",
                    "11: a negative length",
                    "11: a byte too many",
                    "11: fragments of a byte");

    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }

    static Stream<Attack> frames() {
        Stream<Attack> own =
                Stream.of(
                        broken("a long ping, its first byte", "89 FE 00 7E 00 00 00 00 00", 1002),
                        broken("a length below 0", "81 FF 80 00 00 00 00 00 00 00", 1009));
        return Stream.concat(same(HostileFramesTest.frames()), own);
    }

    static Stream<Attack> floods() {
        Stream<Attack> own =
                Stream.of(served("11: fragments of a byte", HostileFramesByJettyTest::bytes));
        return Stream.concat(same(HostileFramesTest.floods()), own);
    }

    private static Stream<Attack> same(Stream<Attack> attacks) {
        return attacks.filter(attack -> !OTHERWISE.contains(attack.name()));
    }

    /** Jetty does not tell where a frame ends: only those that bring nothing are counted. */
    private static void bytes(TargetServer server) throws Exception {
        try (RawWebSocket client = server.enter()) {
            client.frameOf(false, RawWebSocket.TEXT, (byte) '4');
            byte[] fragment = RawWebSocket.frame(false, RawWebSocket.CONTINUATION, (byte) '2');
            client.send(repeated(fragment, FRAGMENTS));
            server.expectEcho();
        }
    }
}
