package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a hook for sockets that have left: {@link OnGatewayDisconnect} with parameters of
 * choice, {@link io.ringcast.DisconnectReason} among them. A failure goes to the filters.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface OnDisconnect {}
