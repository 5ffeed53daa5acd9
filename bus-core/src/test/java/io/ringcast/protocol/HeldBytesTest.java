package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a payload says that it keeps in memory. */
class HeldBytesTest {
    private static final long LARGE = 10_000;
    private static final String TEXT = "x".repeat((int) LARGE);

    @Test
    void shouldCountTextsAndBytesAndCollectionsOfThem() {
        assertThat(Payload.of().heldBytes()).isZero();
        for (Object value :
                List.of(
                        TEXT,
                        new byte[(int) LARGE],
                        List.of(TEXT),
                        Map.of("key", TEXT),
                        Map.of(TEXT, 1),
                        Set.of(List.of(Map.of("key", TEXT))))) {
            assertThat(Payload.of(value, 1).heldBytes()).isBetween(LARGE, LARGE + 1_000);
            assertThat(Payload.of(1).with(value).heldBytes()).isBetween(LARGE, LARGE + 1_000);
        }
        assertThat(Payload.of(Payload.of(TEXT), Map.of("key", Payload.of(TEXT))).heldBytes())
                .isBetween(2 * LARGE, 2 * LARGE + 1_000);
    }

    /** A part keeps the message that it came in. */
    @Test
    void shouldCountTheWholeMessage() {
        byte[] text = ("2[\"e\",1,\"" + TEXT + "\"]").getBytes(UTF_8);
        Parser.Decoder decoder = JsonParser.create(PayloadMapper.standard()).decoder();
        Payload payload = ((Packet.Event) decoder.text(text, 0, text.length)).arguments();

        assertThat(payload.heldBytes()).isGreaterThanOrEqualTo(LARGE);
        assertThat(payload.argument(0).heldBytes()).isGreaterThanOrEqualTo(LARGE);
        assertThat(Payload.of(1, payload.argument(0)).heldBytes()).isGreaterThanOrEqualTo(LARGE);
    }

    @Test
    void shouldCountAttachments() {
        byte[] text = "51-[\"e\",{\"_placeholder\":true,\"num\":0}]".getBytes(UTF_8);
        Parser.Decoder decoder = JsonParser.create(PayloadMapper.standard()).decoder();
        decoder.text(text, 0, text.length);
        Packet.Event event = (Packet.Event) decoder.binary(new byte[(int) LARGE]);

        assertThat(event.arguments().heldBytes()).isGreaterThanOrEqualTo(LARGE);
    }

    /** A value may hold itself, and more than once. */
    @Test
    void shouldEnd() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        cycle.add(Payload.of(cycle));
        cycle.add(Payload.of(1).with(cycle));

        assertThat(Payload.of(cycle).heldBytes()).isPositive();
    }

    /** To look into a collection of others may run anything. */
    @Test
    void shouldNotLookIntoWhatIsNoneOfTheJdks() {
        List<Object> lazy =
                new AbstractList<>() {
                    @Override
                    public Object get(int index) {
                        throw new AssertionError("looked into");
                    }

                    @Override
                    public int size() {
                        throw new AssertionError("looked into");
                    }
                };

        assertThat(Payload.of(lazy).heldBytes()).isPositive();
    }
}
