package io.ringcast.transport;

import io.ringcast.loop.EventLoop;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a bus offers to its transports.
 *
 * <p>Threads: any.
 */
public interface TransportContext {

    /**
     * Makes a new connection known to the bus. No namespace is entered by that: the client asks for
     * each with a CONNECT packet, and a connection that has entered none in the bus's {@code
     * connectTimeout} is closed.
     *
     * @param connection the connection, ready to be written to
     * @param request how the client arrived
     * @return the bus's side of the connection; tells the transport nothing but "closed" if the bus
     *     does not accept any more
     */
    ConnectionHandler accept(Connection connection, HandshakeRequest request);

    /**
     * Makes a new connection of this process known to the bus: values travel over it as they are.
     *
     * @param connection the connection; it is not written to
     * @param request how the client arrived
     * @return the bus's side of the connection
     */
    Peer.Handler acceptInProcess(Connection connection, HandshakeRequest request);

    /**
     * The wire form of packets on this bus.
     *
     * @return the parser
     */
    Parser parser();

    /**
     * The mapper of this bus.
     *
     * @return the mapper
     */
    PayloadMapper mapper();

    /**
     * The loop that owns the main namespace, for work that has no other owner.
     *
     * @return the loop
     */
    EventLoop loop();

    /**
     * The loop that owns a namespace, whether that exists yet or not.
     *
     * @param namespace the namespace's name
     * @return the loop, always the same for the same name
     */
    EventLoop loop(String namespace);

    /**
     * The size that a namespace may hold back for one connection that reads too slowly.
     *
     * @return the limits and the policy
     */
    OutboundLimits outboundLimits();

    /**
     * The memory that everything may take together which peers make the bus hold: half of the
     * largest heap. A transport makes its own budgets parts of it, so that those of all transports,
     * of rooms and of recovery don't add up to more than there is.
     *
     * @return the budget
     */
    MemoryBudget memory();

    /**
     * The time that a client has to answer a heartbeat's ping, beyond which it is gone; and how
     * often it is asked. Used by transports without settings of their own.
     *
     * @return the interval
     */
    Duration pingInterval();

    /**
     * How long a client has to answer a heartbeat's ping.
     *
     * @return the time-out
     */
    Duration pingTimeout();

    /**
     * Counts something that happened.
     *
     * @param counter what happened
     * @param times how often
     */
    void count(Counter counter, long times);

    /**
     * Reports a failure that nobody else will see to the bus's error handler.
     *
     * @param context where it happened, in a few words
     * @param failure what was thrown, or null
     */
    void report(String context, @Nullable Throwable failure);

    /**
     * Reports that the transport can't go on: a thread without which it would accept and never
     * answer has ended, for instance. The bus tells its application once, see {@link
     * io.ringcast.FatalHandler}, and closes. Returns at once, without needing memory.
     *
     * @param failure what ended it
     */
    void fatal(Throwable failure);
}
