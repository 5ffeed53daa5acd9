package io.ringcast.internal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.loop.EventLoop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualLoopTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();
    private final ManualLoop loop = new ManualLoop((where, failure) -> failures.add(failure));

    @Test
    void shouldDoNothingUntilItIsStepped() {
        loop.submit(() -> seen.add("ran"));
        assertThat(seen).isEmpty();

        loop.runUntilIdle();

        assertThat(seen).containsExactly("ran");
    }

    @Test
    void shouldRunCurrentThenNestedThenNext() {
        loop.submit(
                () -> {
                    loop.submit(() -> seen.add("nested"));
                    seen.add("current");
                });
        loop.submit(() -> seen.add("next"));

        loop.runUntilIdle();

        assertThat(seen).containsExactly("current", "nested", "next");
    }

    @Test
    void shouldStopTheClockAtEachTimerOnTheWay() {
        for (int second : new int[] {3, 1, 2}) {
            loop.schedule(ofSeconds(second), () -> seen.add(loop.nanoTime() / 1_000_000_000));
        }

        loop.advance(Duration.ofMillis(2_500));
        assertThat(seen).containsExactly(1L, 2L);
        assertThat(loop.nanoTime()).isEqualTo(2_500_000_000L);
        loop.advance(ofSeconds(10));

        assertThat(seen).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldRunATimerThatATimerSchedules() {
        loop.schedule(
                ofSeconds(1), () -> loop.schedule(ofSeconds(1), () -> seen.add(loop.nanoTime())));

        loop.advance(ofSeconds(2));

        assertThat(seen).containsExactly(2_000_000_000L);
    }

    @Test
    void shouldNotRunACancelledTimer() {
        Timer timer = loop.schedule(ofSeconds(1), () -> seen.add("ran"));
        loop.runUntilIdle();

        timer.cancel();
        loop.advance(ofSeconds(2));

        assertThat(seen).isEmpty();
    }

    @Test
    void shouldGoOnWhenATaskOrATimerThrows() {
        Runnable thrower =
                () -> {
                    throw new IllegalStateException("on purpose");
                };
        loop.submit(thrower);
        loop.schedule(ofSeconds(1), thrower);
        loop.submit(() -> seen.add("ran"));

        loop.advance(ofSeconds(1));

        assertThat(seen).containsExactly("ran");
        assertThat(failures).hasSize(2);
    }

    @Test
    void shouldNotBeSteppedByWhatItRuns() {
        loop.submit(loop::runUntilIdle);

        loop.runUntilIdle();

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("can't step"));
    }

    @Test
    void shouldRunWhatIsQueuedBeforeItStopsAndNothingAfter() {
        loop.submit(() -> seen.add("before"));

        loop.stop(Duration.ZERO);

        assertThat(loop.perform(() -> seen.add("after"))).isFalse();
        assertThatThrownBy(() -> loop.submit(() -> {})).isInstanceOf(RuntimeException.class);
        loop.runUntilIdle();
        assertThat(seen).containsExactly("before");
    }
}
