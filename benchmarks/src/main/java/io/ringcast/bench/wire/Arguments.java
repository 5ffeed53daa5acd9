package io.ringcast.bench.wire;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A command line of options with a value each. */
final class Arguments {
    private final Map<String, String> values = new TreeMap<>();

    Arguments(String... arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                throw new IllegalArgumentException("an option needs a value: " + arguments[i]);
            }
            values.put(arguments[i], arguments[i + 1]);
        }
    }

    int number(String option, int otherwise) {
        return Integer.parseInt(values.getOrDefault(option, Integer.toString(otherwise)));
    }

    <T> List<T> list(String option, List<T> otherwise, Function<String, T> parse) {
        String text = values.get(option);
        return text == null ? otherwise : Stream.of(text.split(",")).map(parse).toList();
    }
}
