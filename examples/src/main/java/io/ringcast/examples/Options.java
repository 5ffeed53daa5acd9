package io.ringcast.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A command line of {@code --name value} pairs and of {@code --name} alone. */
final class Options {
    private static final String OFF = "false";

    private final Map<String, String> values = new LinkedHashMap<>();

    private Options(List<String> known) {
        for (String option : known) {
            int sign = option.indexOf('=');
            values.put(
                    sign < 0 ? option : option.substring(0, sign),
                    sign < 0 ? OFF : option.substring(sign + 1));
        }
    }

    /**
     * Reads a command line.
     *
     * @param known the options that exist: {@code --name=default}, or {@code --name} for one that
     *     takes no value
     * @throws IllegalArgumentException if another option is given, or a value is missing
     */
    static Options parse(List<String> known, String... args) {
        Options options = new Options(known);
        for (int i = 0; i < args.length; i++) {
            String name = args[i];
            if (!options.values.containsKey(name)) {
                throw new IllegalArgumentException(
                        "Unknown option " + name + ". Known are " + known);
            } else if (known.contains(name)) {
                options.values.put(name, "true");
            } else if (i + 1 == args.length || args[i + 1].startsWith("--")) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                options.values.put(name, args[++i]);
            }
        }
        return options;
    }

    /** Runs a program. A mistake in its command line ends it with one line and status 2. */
    static void run(Runnable program) {
        try {
            program.run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage() + ": " + e.getCause());
            System.exit(1);
        }
    }

    String text(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Whether the option is given, with a value that is not empty. */
    boolean isSet(String name) {
        return !text(name).isEmpty() && !text(name).equals(OFF);
    }

    /** A whole number within bounds, which belong to it. */
    int number(String name, int min, int max) {
        try {
            int value = Integer.parseInt(text(name));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered like a number out of its bounds
        }
        throw new IllegalArgumentException(
                name + " must be a number from " + min + " to " + max + ": " + text(name));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(text(name))) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                name + " must be one of " + List.of(type.getEnumConstants()) + ": " + text(name));
    }
}
