package io.ringcast;

/**
 * Takes every event, whatever its name: Socket.IO's catch-all listener.
 *
 * <p>Threads: called on the owner's loop. It must not block.
 */
@FunctionalInterface
public interface AnyListener {

    /**
     * An event passes.
     *
     * @param event its name
     * @param arguments its arguments
     * @throws Exception any failure: it goes to the bus's {@link ErrorHandler}
     */
    void onEvent(String event, Arguments arguments) throws Exception;
}
