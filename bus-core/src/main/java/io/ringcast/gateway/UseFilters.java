package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Filters take failures. The method's are asked first, then {@link OnError} methods, then the
 * class's, then global ones; within a list the most specific type wins.
 *
 * <p>Instances come from {@link Gateways#instances}, an {@link InstanceFactory}, or a constructor
 * without parameters; one instance serves a whole registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface UseFilters {

    /**
     * The classes.
     *
     * @return one or more, in order
     */
    Class<? extends ExceptionFilter<?>>[] value();
}
