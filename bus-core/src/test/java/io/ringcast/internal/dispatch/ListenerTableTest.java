package io.ringcast.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenerTableTest {
    private final ListenerTable table = new ListenerTable();

    private static Listener listener(String event) {
        return new Listener.General(event, false, (arguments, ack) -> {});
    }

    @Test
    void shouldHaveNothingForAnUnknownEvent() {
        assertThat(table.get("e")).isEmpty();
        table.removeAll("e");
        assertThat(table.remove(listener("e"))).isFalse();
    }

    @Test
    void shouldKeepListenersOfAnEventInOrder() {
        Listener one = listener("e");
        Listener two = listener("e");
        table.add(one);
        table.add(listener("other"));
        table.add(two);

        assertThat(table.get("e")).containsExactly(one, two);
    }

    @Test
    void shouldNotChangeAnArrayThatWasHandedOut() {
        Listener one = listener("e");
        table.add(one);
        Listener[] before = table.get("e");

        table.add(listener("e"));
        table.remove(one);

        assertThat(before).containsExactly(one);
    }

    @Test
    void shouldRemoveOneOfThoseAlikeOnce() {
        Listener listener = listener("e");
        table.add(listener);
        table.add(listener);

        assertThat(table.remove(listener)).isTrue();
        assertThat(table.get("e")).containsExactly(listener);
        assertThat(table.remove(listener)).isTrue();
        assertThat(table.remove(listener)).isFalse();
    }

    @Test
    void shouldFindEachOfManyEventsAlsoWhereHashesAreEqual() {
        // "Aa" and "BB" have the same hash, and so has every word made of them.
        List<String> events =
                IntStream.range(0, 1 << 10)
                        .mapToObj(bits -> Integer.toBinaryString((1 << 10) | bits))
                        .map(bits -> bits.replace("0", "Aa").replace("1", "BB"))
                        .toList();
        assertThat(events.stream().map(String::hashCode).distinct()).hasSize(1);
        List<Listener> listeners = events.stream().map(ListenerTableTest::listener).toList();

        listeners.forEach(table::add);

        assertThat(listeners).allSatisfy(l -> assertThat(table.get(l.event)).containsExactly(l));
    }

    @Test
    void shouldFindAnEventAfterOthersWereRemoved() {
        List<Listener> listeners =
                IntStream.range(0, 100).mapToObj(n -> listener("event " + n)).toList();
        listeners.forEach(table::add);

        listeners.stream().filter(l -> l.event.endsWith("7")).forEach(table::remove);
        table.removeAll("event 5");

        assertThat(Arrays.asList(table.get("event 8"))).containsExactly(listeners.get(8));
        assertThat(table.get("event 7")).isEmpty();
        assertThat(table.get("event 5")).isEmpty();
    }

    @Test
    void shouldBeEmptyAfterClear() {
        IntStream.range(0, 100).forEach(n -> table.add(listener("event " + n)));

        table.clear();

        assertThat(table.get("event 1")).isEmpty();
        table.add(listener("event 1"));
        assertThat(table.get("event 1")).hasSize(1);
    }
}
