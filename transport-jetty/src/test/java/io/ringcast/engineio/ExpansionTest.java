package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By how much compressed messages may grow, in virtual time. */
class ExpansionTest {
    private static final int LARGEST = 1_000_000;

    private final ManualTimers timers = new ManualTimers();

    private Expansion expansion(int perSecond) {
        return new Expansion(
                timers,
                EngineOptions.builder().maxPayload(LARGEST).maxExpansion(perSecond).build());
    }

    @Test
    void shouldGrantHonestTrafficAllTheTime() {
        Expansion expansion = new Expansion(timers, EngineOptions.DEFAULT);

        for (int second = 0; second < 100; second++) {
            // Ten messages of 1 MB, of which a twentieth was sent.
            assertThat(IntStream.range(0, 10)).allMatch(i -> expansion.take(950_000));
            timers.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void shouldRefuseMoreThanASecondBrings() {
        Expansion expansion = expansion(4_000_000);

        assertThat(IntStream.range(0, 4)).allMatch(i -> expansion.take(LARGEST));
        assertThat(expansion.take(1)).isFalse();
    }

    @Test
    void shouldGrantAgainWhatTimeBrings() {
        Expansion expansion = expansion(4_000_000);
        expansion.take(4_000_000);

        timers.advance(Duration.ofMillis(500));

        assertThat(expansion.take(2_000_000)).isTrue();
        assertThat(expansion.take(1)).isFalse();
    }

    @Test
    void shouldKeepNoMoreThanASecondBrings() {
        Expansion expansion = expansion(4_000_000);

        timers.advance(Duration.ofDays(1_000));

        assertThat(expansion.take(4_000_001)).isFalse();
    }

    @Test
    void shouldGrantOneMessageOfTheLargestSizeAfterAPause() {
        Expansion expansion = expansion(1_000);
        expansion.take(LARGEST);

        timers.advance(Duration.ofSeconds(1_000));

        assertThat(expansion.take(LARGEST)).isTrue();
        assertThat(expansion.take(1)).isFalse();
    }
}
