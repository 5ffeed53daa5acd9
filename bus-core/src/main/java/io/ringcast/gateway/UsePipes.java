package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Pipes transform and check payload parameters. Each value goes through global ones, then those of
 * the class, the method, the parameter. One for a specific input type applies to the parameters of
 * that type, on a parameter it decides what the argument is read as.
 *
 * <p>Instances come from {@link Gateways#instances}, an {@link InstanceFactory}, or a constructor
 * without parameters; one instance serves a whole registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE, ElementType.PARAMETER})
public @interface UsePipes {

    /**
     * The classes.
     *
     * @return one or more, in order
     */
    Class<? extends Pipe<?, ?>>[] value();
}
