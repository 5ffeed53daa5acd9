/**
 * Gateways: classes whose annotated methods handle a namespace's events, with guards, interceptors,
 * pipes and exception filters around them. NestJS's model, in its words.
 *
 * <p>Begin with {@link io.ringcast.gateway.WebSocketGateway} and {@link
 * io.ringcast.gateway.Gateways}.
 */
package io.ringcast.gateway;
