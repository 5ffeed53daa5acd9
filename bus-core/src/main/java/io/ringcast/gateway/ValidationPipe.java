package io.ringcast.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks payload parameters against their Jakarta Bean Validation constraints: every object whose
 * class has some, in its place among the pipes. What does not satisfy them is a {@link
 * ValidationFailedException}.
 *
 * <p>Parameters that are annotated with {@code @Valid} or a constraint themselves are checked
 * without this pipe too, after all pipes. So it is for whole gateways, and for groups.
 *
 * <p>The validator is the one given to {@link Gateways#instances}, or the default factory's.
 * Whether a class has constraints is asked once; a class without costs nothing. Where constraints
 * are found and no provider of Jakarta Bean Validation is present, the registration fails.
 */
public final class ValidationPipe implements Pipe<Object, Object> {
    private final List<Class<?>> groups;

    /** Checks the default group. */
    public ValidationPipe() {
        this(List.of());
    }

    private ValidationPipe(List<Class<?>> groups) {
        this.groups = groups;
    }

    /**
     * Checks some groups.
     *
     * @param groups the groups' classes
     * @return the pipe
     */
    public static ValidationPipe of(Class<?>... groups) {
        return new ValidationPipe(List.of(groups));
    }

    /**
     * The groups.
     *
     * @return empty for the default group
     */
    public List<Class<?>> groups() {
        return groups;
    }

    /** Gateways put the check in its place at registration; called by others it does nothing. */
    @Override
    public @Nullable Object transform(@Nullable Object value, ArgumentMetadata metadata) {
        return value;
    }
}
