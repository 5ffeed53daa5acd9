package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the exception filter of its gateway for one type of failure: the type of its
 * {@code Throwable} parameter. Its result is delivered as a handler's result is.
 *
 * <p>Filters of the failed method come before it, those of the class and global ones after it. Two
 * methods for one type fail at registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface OnError {}
