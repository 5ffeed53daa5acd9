package io.ringcast.protocol;

import static io.ringcast.protocol.ParserFixture.MAPPER;
import static io.ringcast.protocol.ParserFixture.PARSER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one packet costs in garbage. The bounds leave room for what a JIT does not remove. */
class AllocationTest {
    private static final int ROUNDS = 3_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Object last;

    @ParameterizedTest
    @ValueSource(ints = {32, 1_024, 16_384})
    void shouldMakeAPacketAndAPayloadOnlyWhenReading(int size) {
        Parser.Decoder decoder = PARSER.decoder();
        byte[] message = ("2/n,7[\"echo\",\"" + "x".repeat(size) + "\"]").getBytes(UTF_8);

        long bytes = bytesPerRound(() -> decoder.text(message, 0, message.length));

        assertThat(bytes).isLessThanOrEqualTo(128);
    }

    @Test
    void shouldMakeOneArrayMoreWhenThereAreSeveralArguments() {
        Parser.Decoder decoder = PARSER.decoder();
        byte[] message = "2[\"echo\",1,{\"a\":[]},\"x\"]".getBytes(UTF_8);

        long bytes = bytesPerRound(() -> decoder.text(message, 0, message.length));

        assertThat(bytes).isLessThanOrEqualTo(160);
    }

    @Test
    void shouldMakeTheStringOnlyWhenTextIsRead() {
        PayloadType<String> type = MAPPER.type(String.class);
        Payload payload = ParserFixture.event("2[\"a\",\"0123456789\"]").arguments();

        long bytes = bytesPerRound(() -> payload.get(0, type));

        assertThat(bytes).isLessThanOrEqualTo(80);
    }

    @Test
    void shouldMakeTheResultOnlyWhenTextIsPassedOn() {
        Packet packet = ParserFixture.decode("2[\"a\",\"" + "x".repeat(1_000) + "\"]");

        long bytes = bytesPerRound(() -> PARSER.encode(packet));

        assertThat(bytes).isLessThanOrEqualTo(1_000 + 200);
    }

    private long bytesPerRound(Supplier<Object> round) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int j = 0; j < ROUNDS; j++) {
                last = round.get();
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            best = Math.min(best, (after - before) / ROUNDS);
        }
        assertThat(last).isNotNull();
        return best;
    }
}
