package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says under which event a handler's plain results are emitted to the sender: the items of a
 * stream, or a single value. Needed for streams whose items are not {@link WsResponse}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EmitAs {

    /**
     * The event's name.
     *
     * @return the name; none of those that Socket.IO reserves
     */
    String value();
}
