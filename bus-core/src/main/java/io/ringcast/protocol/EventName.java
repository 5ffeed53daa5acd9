package io.ringcast.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;

/** The first element of an event's array. */
final class EventName {
    private EventName() {}

    /** Passes and reads the name; a number names an event as JavaScript writes it. */
    static String read(JsonScanner scanner, byte[] text, NameCache names, JsonLimits limits) {
        int from = scanner.at();
        if (scanner.peek() != '"') {
            scanner.number();
            checkLength(scanner.at() - from, limits);
            return ofNumber(new String(text, from, scanner.at() - from, US_ASCII));
        }
        boolean plain = scanner.string();
        int to = scanner.at() - 1;
        checkLength(to - from - 1, limits);
        String name = plain ? names.get(text, from + 1, to) : JsonStrings.read(text, from + 1, to);
        if (isReserved(name)) {
            throw new ProtocolException("Reserved event name");
        }
        return name;
    }

    private static void checkLength(int length, JsonLimits limits) {
        if (length > limits.maxEventLength()) {
            throw new ProtocolException("Event name too long");
        }
    }

    /** The names by which a socket tells its own story. */
    static boolean isReserved(String name) {
        return switch (name) {
            case "connect",
                    "connect_error",
                    "disconnect",
                    "disconnecting",
                    "newListener",
                    "removeListener" ->
                    true;
            default -> false;
        };
    }

    /** A JSON number as JavaScript turns it into a key: 1.0 is "1", 1e3 is "1000". */
    static String ofNumber(String json) {
        double value = Double.parseDouble(json);
        if (value == 0) {
            return "0";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= 1e-6 && size < 1e21) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().toString();
        int sign = value < 0 ? 1 : 0;
        String fraction = unscaled.substring(sign + 1);
        int exponent = digits.precision() - digits.scale() - 1;
        return unscaled.substring(0, sign + 1)
                + (fraction.isEmpty() ? "" : "." + fraction)
                + (exponent < 0 ? "e" : "e+")
                + exponent;
    }
}
