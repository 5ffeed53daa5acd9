package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a class a gateway: an object whose annotated methods take the events of one namespace.
 * Nothing happens until an instance is given to {@link Gateways}.
 *
 * <pre>{@code
 * @WebSocketGateway(namespace = "/chat")
 * class ChatGateway {
 *     @SubscribeMessage("post")
 *     Posted post(Socket socket, @Valid Post post) { ... } // the result is the ack
 * }
 * }</pre>
 *
 * <p>NestJS's decorator of that name. Inherited by subclasses. Two gateways may share a namespace,
 * but not disagree on how it is reached: that fails at registration.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface WebSocketGateway {

    /**
     * The same as {@link #port}, for {@code @WebSocketGateway(3001)}.
     *
     * @return the port; 0, the default, for none
     */
    int value() default 0;

    /**
     * The port of a server of its own, which opens with the registration and closes with it, and
     * through which nothing but the namespaces of gateways with that port can be reached; nor can
     * those be reached from a network by another way. 0 attaches to whatever reaches the bus.
     *
     * @return the port; 0, the default, for none
     */
    int port() default 0;

    /**
     * The namespace. A missing leading slash is added.
     *
     * @return the name; {@code "/"} by default
     */
    String namespace() default "";

    /**
     * A regular expression for the names of dynamic namespaces, instead of {@link #namespace}. Its
     * named groups can be parameters of handlers, see {@link NamespaceParam}.
     *
     * @return the expression, with the leading slash; empty by default
     */
    String namespacePattern() default "";

    /**
     * The request path of the server at {@link #port}.
     *
     * @return the path; {@code "/socket.io/"} by default
     */
    String path() default "";

    /**
     * The transports of the server at {@link #port}.
     *
     * @return {@code "polling"}, {@code "websocket"}; those of the provider by default
     */
    String[] transports() default {};

    /**
     * The id of a set of server options for the server at {@link #port}, see {@link
     * Gateways#options}.
     *
     * @return the id; none by default
     */
    String options() default "";
}
