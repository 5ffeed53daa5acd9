package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.Next;
import io.ringcast.transport.Counter;
import io.ringcast.transport.jetty.JettyTransport;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that breaks the rules of namespaces loses its connection (J6, J9, J10). */
class ViolationTest {
    private final BlockingQueue<Next> held = new LinkedBlockingQueue<>();
    private final News news = new News();
    private Bus bus;
    private Wire wire;

    @BeforeEach
    void start() {
        bus = Bus.create();
        bus.onConnection(
                socket -> {
                    news.add("entered", socket.id());
                    socket.onDisconnect(reason -> news.add("left", reason.text()));
                    socket.onError(failure -> news.add("error", failure));
                    socket.onAny((event, arguments) -> news.add("event", event));
                });
        bus.of("/other");
        bus.of("/slow").use((socket, next) -> held.add(next));
        bus.of("/slow").onConnection(socket -> news.add("slow", socket.id()));
        JettyTransport web = bus.attach(JettyTransport.builder().host("127.0.0.1").port(0).build());
        wire = new Wire(web.port(), "/socket.io");
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private WireSocket opened() throws Exception {
        WireSocket socket = wire.webSocket();
        assertThat(socket.text()).startsWith("0{");
        return socket;
    }

    /** A client in the main namespace. */
    private WireSocket connected() throws Exception {
        WireSocket socket = opened();
        socket.send("40");
        assertThat(socket.text()).startsWith("40{");
        return socket;
    }

    private void assertForcedOut(WireSocket socket) throws Exception {
        assertThat(socket.end()).isEqualTo(1005);
        assertThat(news.next("left", String.class)).isEqualTo("forced close");
        assertThat(news.next("error", Exception.class)).isNotNull();
        assertThat(bus.socketsCount()).isZero();
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42/other,[\"e\"]", "43/other,1[]", "41/other,"})
    void shouldCloseUponAPacketForANamespaceThatWasNotEntered(String packet) throws Exception {
        WireSocket socket = connected();

        socket.send(packet);

        assertForcedOut(socket);
    }

    /** No violation: official clients ask again when they are told to connect again (A16). */
    @Test
    void shouldBeginAnewUponASecondConnect() throws Exception {
        WireSocket socket = connected();

        socket.send("40");

        assertThat(socket.text()).startsWith("40{");
        assertThat(news.next("left", String.class)).isEqualTo("client namespace disconnect");
        assertThat(bus.socketsCount()).isEqualTo(1);
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isZero();
    }

    @Test
    void shouldBeginAnewUponASecondConnectWhileMiddlewareDecides() throws Exception {
        WireSocket socket = connected();
        socket.send("40/slow,");
        Next first = held.poll(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

        socket.send("40/slow,");
        Next second = held.poll(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        first.proceed();
        second.proceed();

        String id = news.next("slow", String.class);
        assertThat(socket.text()).isEqualTo("40/slow,{\"sid\":\"" + id + "\"}");
        assertThat(bus.of("/slow").socketsCount()).isEqualTo(1);
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isZero();
    }

    @Test
    void shouldCloseUponAnEventWhileMiddlewareDecides() throws Exception {
        WireSocket socket = connected();
        socket.send("40/slow,");
        Next next = held.poll(News.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

        socket.send("42/slow,[\"e\"]");

        assertForcedOut(socket);
        next.proceed();
        assertNeverEntered();
    }

    /**
     * A socket was let in if its middleware went on between the end of its connection and its own.
     * The loop is done with what was asked of it before when it answers somebody else.
     */
    private void assertNeverEntered() throws Exception {
        WireSocket witness = connected();
        assertThat(news.kinds()).doesNotContain("slow");
        assertThat(bus.of("/slow").socketsCount()).isZero();
        witness.close();
    }

    @Test
    void shouldCloseUponAConnectError() throws Exception {
        WireSocket socket = connected();

        socket.send("44{\"message\":\"no\"}");

        assertForcedOut(socket);
    }

    @Test
    void shouldCloseUponAnEventBeforeAnyConnect() throws Exception {
        WireSocket socket = opened();

        socket.send("42[\"e\"]");

        assertThat(socket.end()).isEqualTo(1005);
        assertThat(news.kinds()).isEmpty();
        assertThat(bus.counters().get(Counter.PROTOCOL_ERRORS)).isEqualTo(1);
    }
}
