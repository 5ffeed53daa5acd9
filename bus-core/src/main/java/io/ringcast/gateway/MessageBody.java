package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter as payload. Needed only where it says more than the type does: with a name it
 * is that property of the event's first argument; on {@code Object[]} or {@code List<Object>} it is
 * all arguments.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface MessageBody {

    /**
     * A property of the event's first argument.
     *
     * @return the property's name; empty, the default, for an argument of its own
     */
    String value() default "";

    /**
     * Pipes for this parameter, after all others.
     *
     * @return the pipes, in order
     */
    Class<? extends Pipe<?, ?>>[] pipes() default {};
}
