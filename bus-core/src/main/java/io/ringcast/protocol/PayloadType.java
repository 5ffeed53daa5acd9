package io.ringcast.protocol;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A type that payload values are wanted in, resolved once so that binding to it costs no lookup.
 * Made by {@link PayloadMapper}.
 *
 * @param <T> the Java type
 */
public interface PayloadType<T> {

    /**
     * The Java type.
     *
     * @return a class or a generic type
     */
    Type type();

    /**
     * Says whether a value can be handed over as it is.
     *
     * @param value a Java value
     * @return true if the value is of this type already; false for null
     */
    boolean fits(@Nullable Object value);

    /**
     * Makes a value of this type: the same object if it {@link #fits}, otherwise a conversion.
     *
     * @param value a Java value
     * @return the value; null stays null
     * @throws PayloadException if the value can't be read as this type
     */
    @Nullable T convert(@Nullable Object value);
}
