package io.ringcast;

/**
 * Takes an event in its general form.
 *
 * <p>Threads: called on the owner's loop, one event at a time, in order of arrival. It must not
 * block.
 */
@FunctionalInterface
public interface EventListener {

    /**
     * An event arrived.
     *
     * @param arguments its arguments
     * @param ack the way to answer; never null
     * @throws Exception any failure: it goes to the bus's {@link ErrorHandler}, and harms nobody
     *     else
     */
    void onEvent(Arguments arguments, Ack ack) throws Exception;
}
