package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of type {@link io.ringcast.Namespace} or {@link io.ringcast.Bus} that is set at
 * registration, before {@link OnGatewayInit#afterInit} runs: the gateway's namespace, for a
 * namespace pattern the parent of all that match; or the bus.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface WebSocketServer {}
