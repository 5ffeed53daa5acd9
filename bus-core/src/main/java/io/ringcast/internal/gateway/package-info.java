/**
 * From annotated classes to listeners.
 *
 * <p>{@code GatewayReader} turns a class into a {@code GatewayModel} and finds every mistake;
 * {@code GatewayBinder} turns model and instance into {@code HandlerPlan}s; {@code GatewayRegistry}
 * keeps what is registered on a bus. At run time a message meets a {@code DirectHandler}, or a
 * {@code PlannedHandler} with an {@code Exchange} that goes through the {@code Pipeline}.
 */
package io.ringcast.internal.gateway;
