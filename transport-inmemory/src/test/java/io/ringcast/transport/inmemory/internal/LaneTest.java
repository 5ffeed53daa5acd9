package io.ringcast.transport.inmemory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.transport.OutboundLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several threads bring, when some of it throws. */
class LaneTest {
    private final List<String> seen = new ArrayList<>();

    private static void fail() {
        throw new OutOfMemoryError("expected by this test");
    }

    // Nothing was ever run again.
    @Test
    void shouldRunWhatComesBehindATaskThatThrows() {
        Lane lane = new Lane();

        assertThatThrownBy(
                        () ->
                                lane.add(
                                        () -> {
                                            lane.add(() -> seen.add("behind"));
                                            fail();
                                        }))
                .isInstanceOf(OutOfMemoryError.class);
        lane.add(() -> seen.add("later"));

        assertThat(seen).containsExactly("behind", "later");
    }

    @Test
    void shouldDrainWhatComesBehindAnArrivalThatThrows() {
        Outbox outbox = new Outbox(OutboundLimits.DEFAULT);
        outbox.add(LaneTest::fail, 1);
        outbox.add(() -> seen.add("behind"), 1);

        assertThatThrownBy(() -> outbox.drain(() -> true, Runnable::run))
                .isInstanceOf(OutOfMemoryError.class);
        outbox.add(() -> seen.add("later"), 1);
        outbox.drain(() -> true, Runnable::run);

        assertThat(seen).containsExactly("behind", "later");
        assertThat(outbox.isEmpty()).isTrue();
    }
}
