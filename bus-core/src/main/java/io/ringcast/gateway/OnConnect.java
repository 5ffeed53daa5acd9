package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a hook for sockets that have entered: {@link OnGatewayConnection} with parameters
 * of choice and a result. Messages of the socket wait until a returned {@code CompletionStage} has
 * completed. A failure goes to the filters; if none takes it the socket is disconnected.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface OnConnect {}
