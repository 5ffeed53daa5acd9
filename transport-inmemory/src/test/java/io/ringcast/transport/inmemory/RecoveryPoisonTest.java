package io.ringcast.transport.inmemory;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.DisconnectReason;
import io.ringcast.Recovery;
import io.ringcast.Socket;
import io.ringcast.adapter.Adapter;
import io.ringcast.adapter.AdapterContext;
import io.ringcast.adapter.LocalAdapter;
import io.ringcast.adapter.RoomEvent;
import io.ringcast.protocol.PayloadException;
import io.ringcast.transport.CloseReason;
import io.ringcast.transport.inmemory.WireClient.Entry;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session that can't be brought back ends: its client does not try for ever. */
class RecoveryPoisonTest {
    private final List<Socket> sockets = new ArrayList<>();
    private final TestBus bus =
            TestBus.create(
                    options ->
                            options.connectionStateRecovery(Recovery.of(ofMinutes(2)))
                                    .adapter(RecoveryPoisonTest::allergicAdapter));
    private final Road road = Road.to(bus);

    RecoveryPoisonTest() {
        bus.onConnection(sockets::add);
    }

    /** An adapter that can't bring a room named "poison" back. */
    private static Adapter allergicAdapter(AdapterContext context) {
        LocalAdapter local = new LocalAdapter(context);
        return (Adapter)
                Proxy.newProxyInstance(
                        Adapter.class.getClassLoader(),
                        new Class<?>[] {Adapter.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("join")
                                    && ((Collection<?>) arguments[1]).size() > 1
                                    && ((Collection<?>) arguments[1]).contains("poison")) {
                                throw new IllegalStateException("poison");
                            }
                            try {
                                return method.invoke(local, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    private void expectFailures(int count, Class<? extends Throwable> type) {
        assertThat(bus.takeFailures())
                .hasSize(count)
                .allSatisfy(failed -> assertThat(failed.failure()).isInstanceOf(type));
    }

    @AfterEach
    void close() {
        assertThat(bus.failures()).isEmpty();
        bus.close();
    }

    @Test
    void shouldEndASessionWhoseRoomsCannotBeJoined() {
        WireClient client = road.enter();
        Entry entry = client.entry();
        last().join("poison");
        client.lose();

        WireClient again = road.comeBack(entry.pid(), null);

        assertThat(again.take()).isEmpty();
        assertThat(again.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(bus.socketsCount()).isZero();
        expectFailures(1, IllegalStateException.class);
        Entry anew = road.comeBack(entry.pid(), null).entry();
        assertThat(anew.sid()).isNotEqualTo(entry.sid());
        assertThat(last().rooms()).containsExactly(anew.sid());
    }

    /** It was emitted when nobody behind a network was there to encode it for. */
    @Test
    void shouldBeginAnewWhereAMissedEventCannotBeSent() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        WireClient client = road.open().queue("0");
        bus.emit("e", cycle);
        Entry entry = client.entry();
        expectFailures(1, PayloadException.class);
        client.lose();

        Entry anew = road.comeBack(entry.pid(), null).entry();

        assertThat(anew.sid()).isNotEqualTo(entry.sid());
        expectFailures(1, PayloadException.class);
        assertThat(road.comeBack(entry.pid(), null).closed()).isNull();
    }

    @Test
    void shouldGoOnWhenListenersThrow() {
        bus.adapter()
                .on(
                        RoomEvent.JOIN,
                        (room, id) -> {
                            throw new IllegalStateException("room listener");
                        });
        bus.onConnection(
                socket -> {
                    throw new IllegalStateException("connection listener");
                });
        WireClient client = road.enter();
        Entry entry = client.entry();
        client.lose();

        assertThat(road.comeBack(entry.pid(), null).entry()).isEqualTo(entry);
        assertThat(last().isRecovered()).isTrue();
        expectFailures(4, IllegalStateException.class);
    }

    @Test
    void shouldFenceThoughTheOldSocketsListenersThrow() {
        WireClient old = road.enter();
        Entry entry = old.entry();
        last().onDisconnecting(RecoveryPoisonTest::fail);
        last().onDisconnect(RecoveryPoisonTest::fail);

        assertThat(road.comeBack(entry.pid(), null).entry()).isEqualTo(entry);
        assertThat(old.closed()).isEqualTo(CloseReason.FORCED_CLOSE);
        expectFailures(2, IllegalStateException.class);
    }

    private static void fail(DisconnectReason reason) {
        throw new IllegalStateException(reason.text());
    }

    /** Whoever knows it can take the session over. */
    @Test
    void shouldNotWriteThePidAnywhere() {
        StringBuilder written = new StringBuilder();
        Handler handler = collecting(written);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            WireClient client = road.enter();
            String pid = client.entry().pid();
            last().join("poison");
            last().onDisconnect(RecoveryPoisonTest::fail);
            client.lose();
            road.comeBack(pid, "x");
            road.open().say("0{\"pid\":\"" + pid + "\"}").say("4bad " + pid);
            written.append(bus.takeFailures()).append(sockets);
            sockets.forEach(socket -> written.append(socket.handshake()));

            assertThat(written).contains("Socket[/]").doesNotContain(pid);
        } finally {
            root.setLevel(before);
            root.removeHandler(handler);
        }
    }

    private static Handler collecting(StringBuilder text) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                text.append(record.getMessage()).append(record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
