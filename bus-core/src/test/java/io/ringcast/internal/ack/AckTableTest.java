package io.ringcast.internal.ack;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.AckTimeoutException;
import io.ringcast.Arguments;
import io.ringcast.DisconnectedException;
import io.ringcast.internal.dispatch.TestHost;
import io.ringcast.transport.Counter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AckTableTest {
    private static final long NO_LIMIT = 0;

    private final TestHost host = new TestHost();
    private final AckTable acks = new AckTable(host);
    private final List<Object> seen = new ArrayList<>();

    private final AckResultCallback result =
            (failure, answer) -> seen.add(failure != null ? failure : answer.get(0));

    private boolean answer(long id, Object body) {
        boolean[] known = new boolean[1];
        host.run(() -> known[0] = acks.answer(id, body));
        return known[0];
    }

    private void await(long id, Object callback, long timeoutNanos) {
        host.run(() -> acks.await(id, callback, timeoutNanos));
    }

    @Test
    void shouldTellEachKindOfCallback() {
        CompletableFuture<Arguments> future = new CompletableFuture<>();
        await(1, (AckCallback) arguments -> seen.add(arguments.get(0)), NO_LIMIT);
        await(2, result, NO_LIMIT);
        await(3, future, NO_LIMIT);

        for (long id = 1; id <= 3; id++) {
            assertThat(answer(id, "answer " + id)).isTrue();
        }

        assertThat(seen).containsExactly("answer 1", "answer 2");
        assertThat(future.join().get(0)).isEqualTo("answer 3");
    }

    @Test
    void shouldTakeAnAnswerOnce() {
        await(1, result, NO_LIMIT);

        assertThat(answer(1, "first")).isTrue();
        assertThat(answer(1, "second")).isFalse();
        assertThat(answer(2, "unknown")).isFalse();

        assertThat(seen).containsExactly("first");
    }

    @Test
    void shouldFailWhenTimeIsUpAndIgnoreALateAnswer() {
        await(1, result, ofSeconds(5).toNanos());
        host.steps().advance(ofSeconds(4));
        assertThat(seen).isEmpty();

        host.steps().advance(ofSeconds(1));

        assertThat(seen).singleElement().isInstanceOf(AckTimeoutException.class);
        assertThat(answer(1, "late")).isFalse();
        assertThat(host.counted()).containsExactly(Counter.ACKS_TIMED_OUT);
    }

    @Test
    void shouldNotFailAfterTheAnswerWhenTimeIsUp() {
        await(1, result, ofSeconds(5).toNanos());
        answer(1, "in time");
        await(2, result, ofSeconds(60).toNanos());

        host.steps().advance(ofSeconds(10));

        assertThat(seen).containsExactly("in time");
        assertThat(acks.size()).isEqualTo(1);
    }

    @Test
    void shouldFailAllWithTheDisconnectAndAlsoWhatCallbacksAdd() {
        AckResultCallback asking =
                (failure, answer) -> {
                    seen.add(failure);
                    acks.await(100 + seen.size(), result, NO_LIMIT);
                };
        for (long id = 0; id < 20; id++) {
            await(id, asking, ofSeconds(1).toNanos());
        }

        host.run(acks::failAll);

        assertThat(seen).hasSize(40).hasOnlyElementsOfType(DisconnectedException.class);
        assertThat(acks.size()).isZero();
        host.steps().advance(ofSeconds(2));
        assertThat(seen).hasSize(40);
    }

    @Test
    void shouldGoOnWhenACallbackThrows() {
        await(
                1,
                (AckResultCallback)
                        (failure, answer) -> {
                            throw new IllegalStateException("on purpose");
                        },
                NO_LIMIT);
        await(2, result, NO_LIMIT);

        host.run(acks::failAll);

        assertThat(seen).hasSize(1);
        assertThat(host.failures()).hasSize(1);
    }

    @Test
    void shouldForgetWithoutTelling() {
        await(1, result, ofSeconds(1).toNanos());

        host.run(() -> acks.forget(1));
        host.steps().advance(ofSeconds(2));

        assertThat(seen).isEmpty();
        assertThat(acks.size()).isZero();
    }

    @Test
    void shouldFindEachOfManyPendingAcksInAnyOrder() {
        long[] ids = LongStream.range(0, 5_000).map(n -> n * 1_048_576 + n % 7).toArray();
        for (long id : ids) {
            await(id, result, NO_LIMIT);
        }

        for (int step = 0; step < ids.length; step++) {
            // 5,000 and 2,503 have no common divisor: each id comes once, far from the last.
            long id = ids[(int) (step * 2_503L % ids.length)];
            assertThat(answer(id, id)).isTrue();
        }

        assertThat(seen).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(acks.size()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindAfterAMillionAcks() {
        WeakReference<Object> callback = awaitAndAnswerMany();

        for (int attempt = 0; attempt < 50 && callback.get() != null; attempt++) {
            System.gc();
        }

        assertThat(acks.size()).isZero();
        assertThat(callback.get()).isNull();
    }

    private WeakReference<Object> awaitAndAnswerMany() {
        int[] answered = new int[1];
        Object callback = (AckCallback) arguments -> answered[0]++;
        host.run(
                () -> {
                    for (long id = 0; id < 1_000_000; id++) {
                        acks.await(id, callback, id % 2 == 0 ? NO_LIMIT : 1_000_000_000L);
                        if (id >= 10) {
                            acks.answer(id - 10, "answer");
                        }
                    }
                    for (long id = 999_990; id < 1_000_000; id++) {
                        acks.answer(id, "answer");
                    }
                });
        assertThat(answered[0]).isEqualTo(1_000_000);
        return new WeakReference<>(callback);
    }
}
