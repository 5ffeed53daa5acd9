package io.ringcast;

import io.ringcast.adapter.AdapterFactory;
import io.ringcast.loop.WaitMode;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a bus. Made by {@link BusBuilder}, which documents each.
 *
 * @param loops number of event loops
 * @param waitMode how loops wait
 * @param nonBlockingHandlers whether handlers never block, so that transports' threads may run them
 * @param ringSize entries of a loop's ring
 * @param onFullRing what an emit does when the ring is full
 * @param connectTimeout how long a connection may stay without entering a namespace, and how long
 *     middleware may take to decide about a socket
 * @param drainTimeout how long {@code close()} waits
 * @param slowHandlerLimit how long a handler may hold a loop before it is counted and reported
 * @param cleanupEmptyChildNamespaces whether dynamic namespaces go with their last socket
 * @param outboundLimits bounds of a connection's outbound queue
 * @param pingInterval heartbeat of transports without settings of their own
 * @param pingTimeout time to answer a heartbeat
 * @param connectionStateRecovery how clients come back after a lost connection, or null for not
 * @param limits bounds on what a client may do
 * @param mapper maps values
 * @param parser the wire form
 * @param adapter makes each namespace's adapter
 * @param errorHandler is told of failures
 * @param fatalHandler is told that the bus can't go on
 */
public record BusOptions(
        int loops,
        WaitMode waitMode,
        boolean nonBlockingHandlers,
        int ringSize,
        FullRing onFullRing,
        Duration connectTimeout,
        Duration drainTimeout,
        Duration slowHandlerLimit,
        boolean cleanupEmptyChildNamespaces,
        OutboundLimits outboundLimits,
        Duration pingInterval,
        Duration pingTimeout,
        @Nullable Recovery connectionStateRecovery,
        ClientLimits limits,
        PayloadMapper mapper,
        Parser parser,
        AdapterFactory adapter,
        ErrorHandler errorHandler,
        FatalHandler fatalHandler) {

    /** What an emit from outside the loop does when the ring is full. */
    public enum FullRing {
        /** It waits for a place. The default. */
        WAIT,
        /** It throws {@link RingFullException}. */
        REJECT
    }
}
