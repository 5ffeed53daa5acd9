package io.ringcast;

/**
 * Is told that a bus can't go on: a loop or a thread of a transport has ended without having been
 * asked to, or a selector of a network can't select any more. The bus then closes by itself, so
 * that no port accepts connections that nobody answers. The default logs an error.
 *
 * <p>What handlers throw is no such thing, Errors included: that goes to the {@link ErrorHandler},
 * and the bus goes on. So does a bus whose process has run out of memory, as far as it can; a
 * process that had rather end there is started with {@code -XX:+ExitOnOutOfMemoryError}.
 *
 * <p>Threads: called once at most, and not once the bus is closing, on a thread of the bus that was
 * made with it: it is there when there is no memory for another. The bus closes when the call
 * returns, so it must not block; {@link Bus#close} called from here returns at once.
 */
@FunctionalInterface
public interface FatalHandler {

    /**
     * The bus can't go on and will close, with the drain time of its options.
     *
     * @param failure what ended it
     */
    void onFatal(Throwable failure);
}
