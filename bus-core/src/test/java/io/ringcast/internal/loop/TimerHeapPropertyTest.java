package io.ringcast.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The heap against a list that is sorted anew each time. */
class TimerHeapPropertyTest {
    private record Waiting(int timer, long deadline, int order) {}

    private record Step(int kind, int timer, long time) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(3, 2)),
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.longs().between(0, 50))
                .as(Step::new)
                .list()
                .ofMaxSize(300);
    }

    @Property(tries = 500)
    void shouldFireWhatIsDueInTheOrderOfTime(
            @ForAll("steps") List<Step> steps, @ForAll long epoch) {
        TimerHeap heap = new TimerHeap();
        Map<Integer, LoopTimer> timers = new HashMap<>();
        List<Waiting> model = new ArrayList<>();
        int order = 0;
        for (Step step : steps) {
            LoopTimer timer = timers.computeIfAbsent(step.timer(), key -> new LoopTimer(() -> {}));
            // Deadlines are instants of System.nanoTime, which may be anywhere and overflow.
            long time = epoch + step.time();
            switch (step.kind()) {
                case 0 -> {
                    heap.schedule(timer, time);
                    model.removeIf(waiting -> waiting.timer() == step.timer());
                    model.add(new Waiting(step.timer(), step.time(), order++));
                }
                case 1 -> {
                    heap.cancel(timer);
                    model.removeIf(waiting -> waiting.timer() == step.timer());
                }
                default -> assertThat(fired(heap, timers, time)).isEqualTo(due(model, step));
            }
            assertThat(heap.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(timer.isScheduled())
                    .isEqualTo(model.stream().anyMatch(w -> w.timer() == step.timer()));
        }
    }

    private static List<Integer> fired(TimerHeap heap, Map<Integer, LoopTimer> timers, long now) {
        List<Integer> fired = new ArrayList<>();
        LoopTimer due;
        while ((due = heap.pollDue(now)) != null) {
            LoopTimer found = due;
            timers.forEach(
                    (name, timer) -> {
                        if (timer == found) {
                            fired.add(name);
                        }
                    });
        }
        return fired;
    }

    private static List<Integer> due(List<Waiting> model, Step step) {
        List<Waiting> due =
                model.stream()
                        .filter(waiting -> waiting.deadline() <= step.time())
                        .sorted(
                                Comparator.comparingLong(Waiting::deadline)
                                        .thenComparingInt(Waiting::order))
                        .toList();
        model.removeAll(due);
        return due.stream().map(Waiting::timer).toList();
    }
}
