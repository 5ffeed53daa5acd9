package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Interceptors wrap the call of a handler. Global ones are outermost, then those of the class, then
 * those of the method; within a list the first is the outer one.
 *
 * <p>Instances come from {@link Gateways#instances}, an {@link InstanceFactory}, or a constructor
 * without parameters; one instance serves a whole registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface UseInterceptors {

    /**
     * The classes.
     *
     * @return one or more, in order
     */
    Class<? extends Interceptor>[] value();
}
