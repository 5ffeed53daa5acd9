package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.engineio.EngineSession;
import io.ringcast.transport.Connection;
import io.ringcast.transport.TransportContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SpreadingFlusherTest {
    private final List<Runnable> tasks = new ArrayList<>();
    private final int[] flushes = new int[1_000];

    private Connection connection(int number) {
        EngineSession session =
                proxy(
                        EngineSession.class,
                        method -> {
                            if (method.equals("flush")) {
                                flushes[number]++;
                            }
                        });
        TransportContext context = proxy(TransportContext.class, method -> {});
        return new EngineConnection(
                session, context, new SpreadingFlusher(tasks::add, SpreadingFlusher.FEW));
    }

    private static <T> T proxy(Class<T> type, Consumer<String> call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            call.accept(method.getName());
                            return null;
                        }));
    }

    private Connection[] connections(int count) {
        Connection[] all = new Connection[count];
        Arrays.setAll(all, this::connection);
        return all;
    }

    @Test
    void shouldFlushAFewOnTheSpot() {
        new SpreadingFlusher(tasks::add, SpreadingFlusher.FEW)
                .flush(connections(SpreadingFlusher.FEW), 3);

        assertThat(tasks).isEmpty();
        assertThat(Arrays.copyOf(flushes, 4)).containsExactly(1, 1, 1, 0);
    }

    @Test
    void shouldSpreadManyInChunksAndLetTheCallerUseItsArrayAgain() {
        Connection[] all = connections(1_000);
        new SpreadingFlusher(tasks::add, SpreadingFlusher.FEW).flush(all, 1_000);
        Arrays.fill(all, all[0]);

        tasks.forEach(Runnable::run);

        assertThat(tasks).hasSizeBetween(2, 1_000 / SpreadingFlusher.CHUNK + 1);
        assertThat(flushes).containsOnly(1);
    }

    @Test
    void shouldFlushItselfWhenTheThreadsAreGone() {
        new SpreadingFlusher(
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        SpreadingFlusher.FEW)
                .flush(connections(100), 100);

        assertThat(Arrays.copyOf(flushes, 100)).containsOnly(1);
        assertThat(flushes[100]).isZero();
    }

    // Those behind one that threw waited for their next packet.
    @Test
    void shouldFlushTheOthersWhenOneThrows() {
        Connection[] all = connections(4);
        all[1] = throwing();

        assertThatThrownBy(() -> new SpreadingFlusher(tasks::add, 8).flush(all, 4))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(Arrays.copyOf(flushes, 4)).containsExactly(1, 0, 1, 1);
    }

    @Test
    void shouldFlushOnTheSpotWhenThereIsNoMemoryToSpread() {
        SpreadingFlusher flusher =
                new SpreadingFlusher(
                        task -> {
                            throw new OutOfMemoryError("expected by this test");
                        },
                        0);

        flusher.flush(connections(3), 3);

        assertThat(Arrays.copyOf(flushes, 3)).containsExactly(1, 1, 1);
    }

    private static Connection throwing() {
        EngineSession session =
                proxy(
                        EngineSession.class,
                        method -> {
                            if (method.equals("flush")) {
                                throw new OutOfMemoryError("expected by this test");
                            }
                        });
        TransportContext context = proxy(TransportContext.class, method -> {});
        return new EngineConnection(session, context, (dirty, count) -> {});
    }
}
