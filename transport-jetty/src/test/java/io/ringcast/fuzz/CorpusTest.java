package io.ringcast.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.engineio.PayloadFuzz;
import io.ringcast.transport.jetty.FrameFuzz;
import io.ringcast.transport.jetty.QueryFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer has found worth keeping, and neighbours of that: see docs/testing.md. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/corpus");
    private static final int NEIGHBOURS = 20_000;

    static Stream<Arguments> targets() {
        return Stream.of(
                target("json", JsonFuzz::fuzzerTestOneInput),
                target("payload", PayloadFuzz::fuzzerTestOneInput),
                target("frame", FrameFuzz::fuzzerTestOneInput),
                target("query", QueryFuzz::fuzzerTestOneInput));
    }

    private static Arguments target(String name, Consumer<byte[]> target) {
        return Arguments.of(name, target);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void shouldHold(String name, Consumer<byte[]> target) throws IOException {
        List<byte[]> corpus = corpus(name);

        assertThat(corpus).isNotEmpty();
        corpus.forEach(input -> hold(target, input));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void shouldHoldForNeighbours(String name, Consumer<byte[]> target) throws IOException {
        List<byte[]> corpus = corpus(name);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < NEIGHBOURS; i++) {
            hold(target, neighbour(corpus, random));
        }
    }

    private static void hold(Consumer<byte[]> target, byte[] input) {
        try {
            target.accept(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
        }
    }

    private static List<byte[]> corpus(String name) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    /** One input with the end of another one, and a few bytes changed, left out or put in. */
    private static byte[] neighbour(List<byte[]> corpus, Random random) {
        byte[] one = corpus.get(random.nextInt(corpus.size()));
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int cut = random.nextInt(one.length + 1);
        int from = random.nextInt(other.length + 1);
        byte[] mixed = Arrays.copyOf(one, cut + other.length - from);
        System.arraycopy(other, from, mixed, cut, other.length - from);
        for (int changes = random.nextInt(4); changes > 0 && mixed.length > 0; changes--) {
            mixed[random.nextInt(mixed.length)] = (byte) random.nextInt(256);
        }
        return mixed;
    }
}
