package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a handler, or every handler of a class, may block: it runs on an executor instead of
 * the namespace's loop, see {@link Gateways#executor}. The order of {@link Order} is kept for each
 * socket, and other sockets are not held up.
 *
 * <p>Pipes, validation and interceptors run on the executor too; guards run on the loop, before.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Blocking {}
