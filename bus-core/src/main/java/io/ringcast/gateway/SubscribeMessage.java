package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the handler of events. Its parameters are found by their types and annotations,
 * all others are the event's arguments in order; its result is the ack, see {@link ResultPolicy}.
 *
 * <p>Handlers run on the namespace's loop and must not block, unless they are {@link Blocking}. A
 * method that overrides a handler is one, with or without the annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface SubscribeMessage {

    /**
     * The events' names.
     *
     * @return one or more; none of those that Socket.IO reserves
     */
    String[] value();

    /**
     * What the next message of the same socket waits for.
     *
     * @return {@link Order#ARRIVAL} by default
     */
    Order order() default Order.ARRIVAL;

    /**
     * Who answers.
     *
     * @return {@link AckMode#AUTO} by default
     */
    AckMode ack() default AckMode.AUTO;
}
