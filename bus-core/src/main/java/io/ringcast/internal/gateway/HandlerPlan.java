package io.ringcast.internal.gateway;

import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.HandlerInvoker;
import io.ringcast.gateway.Interceptor;
import io.ringcast.gateway.Order;
import io.ringcast.gateway.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One method with all that happens around its call, settled at registration.
 *
 * @param gateway whose method it is
 * @param phase what it is for
 * @param name the method's name
 * @param annotations of the method
 * @param guards asked first, in order
 * @param interceptors around the call, the outermost first
 * @param sources of its arguments
 * @param check of all arguments together, or null
 * @param invoker calls it
 * @param filters take its failures
 * @param result what becomes of its result
 * @param order what the socket's next message waits for
 * @param ack who answers
 * @param isBlocking whether it runs on the executor
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, never compared
record HandlerPlan(
        RegisteredGateway gateway,
        Phase phase,
        String name,
        AnnotationSet annotations,
        CanActivate[] guards,
        Interceptor[] interceptors,
        ArgumentSource[] sources,
        @Nullable ArgumentCheck check,
        HandlerInvoker invoker,
        FilterChain filters,
        ResultModel result,
        Order order,
        AckMode ack,
        boolean isBlocking) {

    /** Whether a message of the handler waits for others of its socket, and they for it. */
    boolean isOrdered() {
        return order != Order.CONCURRENT;
    }

    @Override
    public String toString() {
        return GatewayReader.name(gateway.instance()) + "." + name;
    }
}
