package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says when a guard is asked besides before each event. A guard of a gateway's class, or a global
 * one, that applies to {@link Phase#CONNECT} also decides whether a socket may enter the namespace.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AppliesTo {

    /**
     * The phases.
     *
     * @return one or more
     */
    Phase[] value();
}
