package io.ringcast.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers as other kinds of numbers. */
final class Numbers {
    private static final Set<Class<?>> KINDS =
            Set.of(
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    BigInteger.class,
                    BigDecimal.class);

    private static final int MAX_DIGITS = 1_000;

    private Numbers() {}

    static boolean isNumber(Class<?> type) {
        return KINDS.contains(type);
    }

    /**
     * A number as another kind: whole numbers exactly or not at all; to {@code float} and {@code
     * double} rounded to the nearest, as every reader of JSON does, if it is within range.
     */
    static Number exactly(Number number, Class<?> type) {
        try {
            if (type == Float.class || type == Double.class) {
                return rounded(number, type);
            }
            return isSmall(number)
                    ? narrow(number.longValue(), type)
                    : narrow(new BigDecimal(number.toString()), type);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new PayloadException("A number is no " + type.getName(), e);
        }
    }

    private static boolean isSmall(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte;
    }

    private static Number rounded(Number number, Class<?> type) {
        double wide = number.doubleValue();
        if (type == Double.class) {
            return check(wide, number);
        }
        float narrow = number.floatValue();
        check(narrow, number);
        return narrow;
    }

    private static double check(double rounded, Number number) {
        boolean wasInfinite = number instanceof Double || number instanceof Float;
        if (Double.isInfinite(rounded)
                && !(wasInfinite && Double.isInfinite(number.doubleValue()))) {
            throw new ArithmeticException("out of range");
        }
        return rounded;
    }

    private static Number narrow(long value, Class<?> type) {
        if (type == Long.class) {
            return value;
        }
        if (type == Integer.class) {
            return Math.toIntExact(value);
        }
        return narrow(BigDecimal.valueOf(value), type);
    }

    private static Number narrow(BigDecimal value, Class<?> type) {
        if (type == BigDecimal.class) {
            return value;
        }
        if (type == BigInteger.class) {
            return integer(value);
        }
        if (type == Long.class) {
            return value.longValueExact();
        }
        if (type == Integer.class) {
            return value.intValueExact();
        }
        return type == Short.class ? (Number) value.shortValueExact() : value.byteValueExact();
    }

    /** The number if it is whole, otherwise null. */
    static @Nullable BigDecimal whole(BigDecimal value) {
        return value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0 ? value : null;
    }

    /** A whole number with all its digits, of which 1e999999999 has too many. */
    static BigInteger integer(BigDecimal value) {
        if (value.precision() - (long) value.scale() > MAX_DIGITS) {
            throw new ArithmeticException("out of range");
        }
        return value.toBigIntegerExact();
    }
}
