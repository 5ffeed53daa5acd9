package io.ringcast.bench.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.protocol.PayloadType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What does it cost to make a record of an event packet's argument, beside Jackson on the
 * argument's bytes alone?
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar BindingBenchmark -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BindingBenchmark {
    private static final String ORDER =
            "{\"item\":\"espresso\",\"pieces\":3,\"price\":2.4,\"notes\":[\"hot\",\"to go\"]}";

    /** What the listener declares. */
    public record Order(String item, int pieces, double price, List<String> notes) {}

    private final byte[] packet = ("2[\"order\"," + ORDER + "]").getBytes(UTF_8);
    private final byte[] argument = ORDER.getBytes(UTF_8);
    private final PayloadMapper mapper = PayloadMapper.standard();
    private final Parser.Decoder decoder = JsonParser.builder(mapper).build().decoder();
    private final PayloadType<Order> type = mapper.type(Order.class);
    private final Payload arguments =
            ((Packet.Event) Objects.requireNonNull(decoder.text(packet, 0, packet.length)))
                    .arguments();
    private final ObjectReader jackson = JsonMapper.shared().readerFor(Order.class);

    /** The whole packet: header, event, argument. */
    @Benchmark
    public @Nullable Object packet() {
        Packet.Event event =
                (Packet.Event) Objects.requireNonNull(decoder.text(packet, 0, packet.length));
        return event.arguments().get(0, type);
    }

    /** The argument of a packet that has been checked, as when a listener asks for it. */
    @Benchmark
    public @Nullable Object argument() {
        return arguments.get(0, type);
    }

    /** The argument alone, by Jackson. */
    @Benchmark
    public Object jackson() {
        return jackson.readValue(argument);
    }
}
