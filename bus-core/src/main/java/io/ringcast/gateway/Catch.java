package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which failures an {@link ExceptionFilter} takes, where the filter's own type parameter does
 * not say it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Catch {

    /**
     * The types of failure.
     *
     * @return one or more
     */
    Class<? extends Throwable>[] value();
}
