package io.ringcast;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a socket's listeners, as its middleware sees it.
 *
 * <p>Threads: the socket's loop, until the last middleware has decided.
 */
public interface IncomingEvent {

    /**
     * The event's name.
     *
     * @return the name
     */
    String name();

    /**
     * The event's arguments.
     *
     * @return the arguments
     */
    Arguments arguments();

    /**
     * The way to answer, for a middleware that refuses with an answer.
     *
     * @return the ack; never null
     */
    Ack ack();

    /**
     * Gives the event another name and other arguments.
     *
     * @param name the new name
     * @param arguments the new arguments
     */
    void replace(String name, @Nullable Object... arguments);
}
