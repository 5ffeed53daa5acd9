package io.ringcast.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.EngineHandler;
import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.EngineSession;
import io.ringcast.transport.CloseReason;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Whatever a client sends, its session hears the same with both engines, and the client is answered
 * the same. Where they differ is named in docs/decisions/0001-websocket-api.md; none of that is
 * sent here.
 */
class TwoEnginesPropertyTest {
    private static final int LIMIT = 2_000;
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final int RSV1 = 0x40;

    private static final List<Subject> SUBJECTS = new ArrayList<>();

    @BeforeContainer
    static void start() throws Exception {
        for (WebSockets engine : WebSockets.values()) {
            SUBJECTS.add(new Subject(engine));
        }
    }

    @AfterContainer
    static void stop() throws Exception {
        for (Subject subject : SUBJECTS) {
            subject.server.stop();
        }
        SUBJECTS.clear();
    }

    @Property(tries = 150)
    void shouldHearAndSayTheSame(@ForAll long seed) throws Exception {
        expectTheSame(seed, false);
    }

    @Property(tries = 150)
    void shouldHearAndSayTheSameWhereMessagesAreCompressed(@ForAll long seed) throws Exception {
        expectTheSame(seed, true);
    }

    private static void expectTheSame(long seed, boolean deflating) throws Exception {
        Talk talk = new Talk(new Random(seed), deflating);
        byte[] bytes = talk.bytes();
        List<Integer> whole = List.of(bytes.length);
        for (List<Integer> pieces : List.of(whole, talk.pieces(bytes.length))) {
            Account own = SUBJECTS.get(0).hear(bytes, pieces, deflating);
            Account jettys = SUBJECTS.get(1).hear(bytes, pieces, deflating);

            assertThat(jettys.withAnswersOf(own)).as("%s in %s", talk, pieces).isEqualTo(own);
        }
    }

    /**
     * What came of a talk.
     *
     * @param heard the messages that the session got
     * @param end why it ended
     * @param said the messages that the client got back, pongs apart: of several pings only the
     *     last needs an answer
     * @param code the server's close frame
     */
    private record Account(List<String> heard, String end, List<String> said, int code) {
        /**
         * Ringcast answers the messages of one read when it has taken the read apart: if one of
         * them ends its session, what others in front of it are answered may not leave any more.
         */
        Account withAnswersOf(Account own) {
            boolean isCutShort = end.endsWith("error") && said.size() > own.said.size();
            List<String> first = isCutShort ? said.subList(0, own.said.size()) : said;
            return new Account(heard, end, first, code);
        }
    }

    private static String brief(byte[] data) {
        return data.length + ":" + HexFormat.of().toHexDigits(Arrays.hashCode(data));
    }

    // ---- what is sent

    /** Frames of a client that knows the protocol, mostly. */
    private static final class Talk {
        private final Random random;
        private final boolean deflating;
        private final List<String> words = new ArrayList<>();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Talk(Random random, boolean deflating) {
            this.random = random;
            this.deflating = deflating;
            boolean isFaulty = random.nextInt(3) == 0;
            for (int i = random.nextInt(6); i >= 0; i--) {
                message();
            }
            if (isFaulty) {
                fault();
            }
            if (random.nextBoolean()) {
                message();
            }
            if (random.nextBoolean()) {
                frame(0x88, random.nextBoolean() ? new byte[0] : new byte[] {3, (byte) 0xE8});
            } else if (!isFaulty && random.nextInt(4) == 0) {
                cut();
            }
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        List<Integer> pieces(int length) {
            List<Integer> pieces = new ArrayList<>();
            int most = random.nextBoolean() ? 8 : 1 + length / 2;
            for (int left = length; left > 0; ) {
                int piece = Math.min(left, 1 + random.nextInt(most));
                pieces.add(piece);
                left -= piece;
            }
            return pieces;
        }

        private void message() {
            boolean isText = random.nextBoolean();
            byte[] data = isText ? text() : noise(random.nextInt(300));
            boolean isCompressed = deflating && random.nextBoolean();
            byte[] sent = isCompressed ? RawWebSocket.packed(data) : data;
            int first = (isText ? RawWebSocket.TEXT : RawWebSocket.BINARY);
            fragments(isCompressed ? first | RSV1 : first, sent);
        }

        /** A message of Engine.IO's, or nearly; now and then it is not UTF-8. */
        private byte[] text() {
            int kind = random.nextInt(20);
            if (kind == 0) {
                return noise(1 + random.nextInt(10));
            }
            String text = "4" + "aé€😀".repeat(random.nextInt(kind == 1 ? 180 : 40));
            return text.substring(0, text.length() - text.length() % 2).getBytes(UTF_8);
        }

        private byte[] noise(int size) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            return noise;
        }

        private void fragments(int first, byte[] data) {
            int opcode = first;
            int from = 0;
            while (random.nextInt(3) == 0) {
                int to = from + random.nextInt(data.length - from + 1);
                frame(opcode, Arrays.copyOfRange(data, from, to));
                opcode = RawWebSocket.CONTINUATION;
                from = to;
                if (random.nextBoolean()) {
                    frame(random.nextBoolean() ? 0x89 : 0x8A, noise(random.nextInt(126)));
                }
            }
            frame(0x80 | opcode, Arrays.copyOfRange(data, from, data.length));
        }

        /** One thing that nobody should send. */
        private void fault() {
            switch (random.nextInt(deflating ? 12 : 10)) {
                case 0 -> frame(0x80 | (1 + random.nextInt(2)) | 0x10, text()); // reserved bits
                case 1 -> frame(0x80 | (1 + random.nextInt(2)) | 0x20 | RSV1, text());
                case 2 -> frame(0x80 | 3 + random.nextInt(5), text()); // opcodes
                case 3 -> frame(0x8B + random.nextInt(5), noise(5));
                case 4 -> frame(deflating ? 0x83 : 0x80, text()); // nothing to continue
                case 5 -> {
                    frame(RawWebSocket.TEXT, text()); // a message in a message
                    frame(0x80 | RawWebSocket.TEXT, text());
                }
                case 6 -> frame(0x08 + random.nextInt(3), noise(3)); // control in parts
                case 7 -> frame(0x88 + random.nextInt(3), noise(126)); // long control
                case 8 -> close();
                case 9 -> frame(0x80 | RawWebSocket.BINARY, noise(LIMIT + 1 + random.nextInt(100)));
                case 10 -> frame(0x80 | RSV1 | RawWebSocket.TEXT, new byte[] {-1, -1, -1});
                default -> {
                    frame(RawWebSocket.TEXT, text()); // the bit in the middle
                    frame(0x80 | RSV1, text());
                }
            }
        }

        private void close() {
            int[] codes = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535};
            int code = codes[random.nextInt(codes.length)];
            switch (random.nextInt(3)) {
                case 0 -> frame(0x88, noise(1));
                case 1 -> frame(0x88, new byte[] {(byte) (code >> 8), (byte) code, 'a'});
                default -> frame(0x88, new byte[] {3, (byte) 0xE8, 'a', -1});
            }
        }

        /** The connection ends anywhere. */
        private void cut() {
            byte[] all = out.toByteArray();
            int length = random.nextInt(all.length + 1);
            out.reset();
            out.write(all, 0, length);
            words.add("cut at " + length);
        }

        /** A frame whose length is told in any of the forms that it may have. */
        private void frame(int first, byte[] data) {
            int form = data.length < 126 ? random.nextInt(3) : 1 + random.nextInt(2);
            if ((first & 8) != 0 && data.length < 126) {
                form = 0;
            }
            words.add(Integer.toHexString(first) + " " + data.length);
            out.write(first);
            switch (form) {
                case 0 -> out.write(0x80 | data.length);
                case 1 -> {
                    out.write(0x80 | 126);
                    out.writeBytes(ByteBuffer.allocate(2).putShort((short) data.length).array());
                }
                default -> {
                    out.write(0x80 | 127);
                    out.writeBytes(ByteBuffer.allocate(8).putLong(data.length).array());
                }
            }
            byte[] mask = noise(4);
            out.writeBytes(mask);
            for (int i = 0; i < data.length; i++) {
                out.write(data[i] ^ mask[i & 3]);
            }
        }

        @Override
        public String toString() {
            return (deflating ? "compressed: " : "") + words;
        }
    }

    // ---- who hears it

    /** A server with one of the engines that sends back what comes. */
    private static final class Subject {
        private final Map<String, Ear> ears = new ConcurrentHashMap<>();
        private final Server server = new Server();
        private final ServerConnector connector = new ServerConnector(server, 1, 1);

        Subject(WebSockets engine) throws Exception {
            JettyTransportOptions options =
                    JettyTransportOptions.builder()
                            .path("/engine.io")
                            .maxHttpBufferSize(LIMIT)
                            .perMessageDeflate(1)
                            .webSockets(engine)
                            .build();
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(new EngineIoHandler(options, this::listen));
            server.start();
        }

        private EngineHandler listen(EngineSession session) {
            Ear ear = new Ear(session);
            ears.put(session.id(), ear);
            return ear;
        }

        Account hear(byte[] bytes, List<Integer> pieces, boolean deflating) throws Exception {
            String[] offers = deflating ? new String[] {OFFER} : new String[0];
            try (RawWebSocket client =
                    RawWebSocket.open(connector.getLocalPort(), EchoFixture.WEBSOCKET, offers)) {
                Ear ear = ears.remove(EchoFixture.sid(client.message().text()));
                tell(client, bytes, pieces);
                List<String> said = new ArrayList<>();
                int code = listen(client, said);
                String end = ear.end.get(20, TimeUnit.SECONDS);
                return new Account(ear.heard, end, said, code);
            }
        }

        private static void tell(RawWebSocket client, byte[] bytes, List<Integer> pieces)
                throws IOException {
            try {
                int from = 0;
                for (int piece : pieces) {
                    client.send(Arrays.copyOfRange(bytes, from, from + piece));
                    from += piece;
                }
                client.socket().shutdownOutput();
            } catch (SocketException e) {
                // The server has had enough.
            }
        }

        /** Collects what comes back, and returns the code of the close frame. */
        private static int listen(RawWebSocket client, List<String> said) throws IOException {
            int code = 0;
            try {
                while (true) {
                    RawWebSocket.Message message = client.message();
                    byte[] data = message.data();
                    if (message.opcode() == RawWebSocket.CLOSE) {
                        code = data.length == 0 ? 1005 : ByteBuffer.wrap(data).getShort();
                    } else if (message.opcode() != RawWebSocket.PONG) {
                        said.add(message.opcode() + " " + brief(data));
                    }
                }
            } catch (EOFException | SocketException e) {
                return code;
            }
        }
    }

    /** A session's handler. */
    private static final class Ear implements EngineHandler {
        private final EngineSession session;
        private final List<String> heard = new ArrayList<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Ear(EngineSession session) {
            this.session = session;
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            heard.add("text " + brief(Arrays.copyOfRange(utf8, offset, offset + length)));
            session.send(EnginePacket.text(utf8, offset, length), EngineSession.Delivery.NORMAL);
            session.flush();
        }

        @Override
        public void onBinary(byte[] data) {
            heard.add("binary " + brief(data));
            session.sendBytes(data);
            session.flush();
        }

        @Override
        public void onClose(CloseReason reason, String detail) {
            end.complete(reason.text());
        }
    }
}
