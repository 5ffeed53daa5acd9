package io.ringcast.internal.gateway;

import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.HandlerInvoker;
import io.ringcast.gateway.Order;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a gateway's class, checked. Read by reflection ({@link GatewayReader}) or,
 * so that no reflection is needed, written by generated code.
 *
 * @param type the class
 * @param entrance how clients reach it
 * @param annotations of the class
 * @param handlers the methods for messages
 * @param connects the hooks for sockets that have entered
 * @param disconnects the hooks for sockets that have left
 * @param filters the methods for failures
 * @param fields set a namespace or the bus
 */
record GatewayModel(
        Class<?> type,
        Entrance entrance,
        AnnotationSet annotations,
        List<Handler> handlers,
        List<Callee> connects,
        List<Callee> disconnects,
        List<Filter> filters,
        List<ServerField> fields) {

    /**
     * How clients reach a gateway.
     *
     * @param namespace the namespace's name, or null for a pattern
     * @param pattern the expression for names, or null
     * @param server the server of its own, or null
     */
    record Entrance(@Nullable String namespace, @Nullable String pattern, @Nullable Server server) {

        @Override
        public String toString() {
            return namespace != null ? namespace : "pattern " + pattern;
        }
    }

    /** A server of its own. The options are an id. */
    record Server(int port, String path, List<String> transports, String options) {}

    /**
     * A method that is called for messages, sockets or failures.
     *
     * @param name the method's name
     * @param parameters where its arguments come from
     * @param annotations of the method
     * @param isBlocking whether it runs on an executor
     * @param invokers makes what calls it
     * @param method the method, or null where generated code stands for it
     */
    record Callee(
            String name,
            List<Parameter> parameters,
            AnnotationSet annotations,
            boolean isBlocking,
            InvokerFactory invokers,
            @Nullable Method method) {}

    /** Binds a method to an instance. */
    @FunctionalInterface
    interface InvokerFactory {
        HandlerInvoker bind(Object gateway);
    }

    /**
     * A method for messages.
     *
     * @param callee the method
     * @param events the events' names
     * @param order what the next message waits for
     * @param ack who answers: MANUAL if the method has an ack
     * @param result what becomes of its result
     */
    record Handler(
            Callee callee, List<String> events, Order order, AckMode ack, ResultModel result) {}

    /** A method for failures of a type. */
    record Filter(Callee callee, Class<? extends Throwable> failure, ResultModel result) {}

    /** A field that is set at registration. */
    record ServerField(boolean isBus, BiConsumer<Object, Object> setter) {}

    /** Where an argument comes from. */
    enum Kind {
        SOCKET,
        NAMESPACE,
        BUS,
        ACK,
        CONTEXT,
        HANDSHAKE,
        REASON,
        FAILURE,
        ARGUMENTS,
        EVENT,
        AUTH,
        NAMESPACE_PARAM,
        SOCKET_VALUE,
        PROPERTY,
        ALL,
        PAYLOAD,
        CUSTOM
    }

    /**
     * A parameter.
     *
     * @param metadata what users may know of it
     * @param kind where its argument comes from
     * @param argument which argument of the event it is, for payload
     * @param name the name of a property, a group or a key; otherwise empty
     * @param isRequired whether null is refused
     * @param resolver makes it, for custom ones
     */
    record Parameter(
            ArgumentMetadata metadata,
            Kind kind,
            int argument,
            String name,
            boolean isRequired,
            @Nullable Function<? super EventContext, ?> resolver) {

        Type type() {
            return metadata.type();
        }

        Class<?> raw() {
            return TypeResolution.raw(metadata.type());
        }
    }
}
