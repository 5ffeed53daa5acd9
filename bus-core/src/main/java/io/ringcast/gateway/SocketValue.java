package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter that takes a value of the socket's data, by its {@link io.ringcast.DataKey}'s
 * name. Where there is none, or one of another type: null, or an empty {@code Optional}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface SocketValue {

    /**
     * The key's name.
     *
     * @return the name
     */
    String value();
}
