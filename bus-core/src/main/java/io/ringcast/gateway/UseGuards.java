package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards decide whether a handler may run. Global ones come first, then those of the class, then
 * those of the method; within a list the order is that of declaration.
 *
 * <p>Instances come from {@link Gateways#instances}, an {@link InstanceFactory}, or a constructor
 * without parameters; one instance serves a whole registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface UseGuards {

    /**
     * The classes.
     *
     * @return one or more, in order
     */
    Class<? extends CanActivate>[] value();
}
