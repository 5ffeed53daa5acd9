package io.ringcast.gateway;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.loop.EventLoop;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;

/**
 * One message on its way through a gateway, or one step in a socket's life, with the handler it is
 * for. May be kept and used by any thread, but for the one that a {@link Guard} is lent.
 *
 * <p>Threads: any; the one that a {@link Guard} is lent: the loop, until the guard returns.
 */
public interface EventContext {

    /**
     * What is being dealt with.
     *
     * @return {@link Phase#EVENT} for messages
     */
    Phase phase();

    /**
     * The socket; in {@link Phase#CONNECT} it is not connected yet.
     *
     * @return the socket
     */
    Socket socket();

    /**
     * The socket's namespace.
     *
     * @return the namespace
     */
    default Namespace namespace() {
        return socket().namespace();
    }

    /**
     * The event's name.
     *
     * @return the name; {@code "connect"} or {@code "disconnect"} in the other phases
     */
    String event();

    /**
     * The event's arguments, unparsed until they are asked for; in {@link Phase#CONNECT} what the
     * client said about itself.
     *
     * @return the arguments
     */
    Arguments arguments();

    /**
     * The way to answer. The first answer counts: one given here is not followed by the handler's.
     *
     * @return the ack, which does nothing if none was asked for
     */
    Ack ack();

    /**
     * The gateway.
     *
     * @return the instance that was registered
     */
    Object gateway();

    /**
     * The name of the handler method.
     *
     * @return the method's name; in {@link Phase#CONNECT} that of the phase's hook
     */
    String handler();

    /**
     * An annotation of the handler, or else of its gateway's class; also one that another
     * annotation carries.
     *
     * @param type the annotation's type
     * @param <A> the annotation's type
     * @return the annotation, if it is there
     */
    <A extends Annotation> Optional<A> annotation(Class<A> type);

    /**
     * All annotations of a type: those of the handler, then those of its gateway's class.
     *
     * @param type the annotation's type
     * @param <A> the annotation's type
     * @return the annotations
     */
    <A extends Annotation> List<A> annotations(Class<A> type);

    /**
     * The namespace's loop, with its clock.
     *
     * @return the loop
     */
    EventLoop loop();

    /**
     * This context, or one in its place, for longer than the call it was passed to. Only a {@link
     * Guard} needs it, whose context may be used again for the next message.
     *
     * @return a context that may be kept
     */
    default EventContext keep() {
        return this;
    }
}
