package io.ringcast;

import io.ringcast.adapter.AdapterFactory;
import io.ringcast.adapter.LocalAdapter;
import io.ringcast.internal.bus.RingBus;
import io.ringcast.internal.dispatch.LoggingErrorHandler;
import io.ringcast.internal.dispatch.LoggingFatalHandler;
import io.ringcast.loop.WaitMode;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.OutboundLimits;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects a bus's settings; they are checked together in {@link #build}.
 *
 * <p>Threads: one.
 */
public final class BusBuilder {
    private int loops = 1;
    private WaitMode waitMode = WaitMode.BLOCKING;
    private boolean nonBlockingHandlers;
    private int ringSize = 16_384;
    private BusOptions.FullRing onFullRing = BusOptions.FullRing.WAIT;
    private Duration connectTimeout = Duration.ofSeconds(45);
    private Duration drainTimeout = Duration.ofSeconds(5);
    private Duration slowHandlerLimit = Duration.ofMillis(500);
    private boolean cleanupEmptyChildNamespaces = true;
    private OutboundLimits outboundLimits = OutboundLimits.DEFAULT;
    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration pingTimeout = Duration.ofSeconds(20);
    private @Nullable Recovery connectionStateRecovery;
    private ClientLimits limits = ClientLimits.DEFAULT;
    private PayloadMapper mapper = PayloadMapper.standard();
    private @Nullable Parser parser;
    private AdapterFactory adapter = LocalAdapter::new;
    private ErrorHandler errorHandler = new LoggingErrorHandler();
    private FatalHandler fatalHandler = new LoggingFatalHandler();

    BusBuilder() {}

    /**
     * The number of event loops, each with a thread of its own. Namespaces are spread over them;
     * one namespace is always on one loop.
     *
     * @param loops at least 1, the default
     * @return this builder
     */
    public BusBuilder loops(int loops) {
        this.loops = loops;
        return this;
    }

    /**
     * How a loop waits while it has nothing to do.
     *
     * @param waitMode {@link WaitMode#BLOCKING} by default
     * @return this builder
     */
    public BusBuilder waitMode(WaitMode waitMode) {
        this.waitMode = Objects.requireNonNull(waitMode, "waitMode");
        return this;
    }

    /**
     * Promises that no handler of this bus ever blocks: no listener, middleware or task of its
     * loops waits for a lock, a database or another system. A transport's thread that brings an
     * event to a sleeping loop ({@link WaitMode#BLOCKING}) then runs it itself, which saves waking
     * the loop's thread: most of what a single message costs.
     *
     * <p>A handler that breaks the promise keeps that thread from reading for other clients. One
     * that took more than 5 ms is noticed, and the loop left to its own thread for a second.
     *
     * @param nonBlockingHandlers false by default
     * @return this builder
     */
    public BusBuilder nonBlockingHandlers(boolean nonBlockingHandlers) {
        this.nonBlockingHandlers = nonBlockingHandlers;
        return this;
    }

    /**
     * The number of entries in each loop's ring.
     *
     * @param ringSize a power of two; 16,384 by default
     * @return this builder
     */
    public BusBuilder ringSize(int ringSize) {
        this.ringSize = ringSize;
        return this;
    }

    /**
     * What an emit from outside the loop does when the ring is full. Volatile ones are dropped and
     * counted in any case; on the loop's own thread nothing ever waits.
     *
     * @param onFullRing {@link BusOptions.FullRing#WAIT} by default
     * @return this builder
     */
    public BusBuilder onFullRing(BusOptions.FullRing onFullRing) {
        this.onFullRing = Objects.requireNonNull(onFullRing, "onFullRing");
        return this;
    }

    /**
     * How long a connection may stay without having entered a namespace before it is closed.
     * Socket.IO's {@code connectTimeout}. Also how long middleware may take to decide about a
     * socket: it is refused with {@code timeout} then, and its connection stays.
     *
     * @param connectTimeout more than zero; 45 s by default
     * @return this builder
     */
    public BusBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
        return this;
    }

    /**
     * How long {@link Bus#close()} waits at most.
     *
     * @param drainTimeout zero or more; 5 s by default
     * @return this builder
     */
    public BusBuilder drainTimeout(Duration drainTimeout) {
        this.drainTimeout = Objects.requireNonNull(drainTimeout, "drainTimeout");
        return this;
    }

    /**
     * How long a handler may hold a loop before the watchdog counts and reports it.
     *
     * @param slowHandlerLimit zero or more, zero for no watchdog; 500 ms by default
     * @return this builder
     */
    public BusBuilder slowHandlerLimit(Duration slowHandlerLimit) {
        this.slowHandlerLimit = Objects.requireNonNull(slowHandlerLimit, "slowHandlerLimit");
        return this;
    }

    /**
     * Whether a dynamic namespace goes when its last socket leaves. Socket.IO's option of that
     * name, where it is false by default.
     *
     * @param cleanup true by default
     * @return this builder
     */
    public BusBuilder cleanupEmptyChildNamespaces(boolean cleanup) {
        this.cleanupEmptyChildNamespaces = cleanup;
        return this;
    }

    /**
     * The bounds of each connection's outbound queue, and what happens to a slow reader.
     *
     * @param outboundLimits {@link OutboundLimits#DEFAULT} by default
     * @return this builder
     */
    public BusBuilder outboundLimits(OutboundLimits outboundLimits) {
        this.outboundLimits = Objects.requireNonNull(outboundLimits, "outboundLimits");
        return this;
    }

    /**
     * The heartbeat of transports that have no setting of their own: Socket.IO's {@code
     * pingInterval} and {@code pingTimeout}.
     *
     * @param interval how often a client is asked; 25 s by default
     * @param timeout how long it has to answer; 20 s by default
     * @return this builder
     */
    public BusBuilder heartbeat(Duration interval, Duration timeout) {
        this.pingInterval = Objects.requireNonNull(interval, "interval");
        this.pingTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Lets clients come back after a lost connection as the same socket. Socket.IO's option of that
     * name.
     *
     * <p>A {@link Socket} whose connection was lost may be held on to: what is emitted to it is
     * kept, as broadcasts are, and replayed in order as long as its client may come back; {@code
     * emit} returns true then. Volatile events and those that ask for an answer are not kept. When
     * the client is back, the old {@code Socket} sends in the name of the new one. To join or leave
     * rooms, the new one has to be asked.
     *
     * @param recovery off by default
     * @return this builder
     */
    public BusBuilder connectionStateRecovery(Recovery recovery) {
        this.connectionStateRecovery = Objects.requireNonNull(recovery, "recovery");
        return this;
    }

    /**
     * Bounds on what one client may do.
     *
     * @param limits {@link ClientLimits#DEFAULT} by default
     * @return this builder
     */
    public BusBuilder limits(ClientLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * What maps between JSON and listeners' types.
     *
     * @param mapper {@link PayloadMapper#standard()} by default
     * @return this builder
     */
    public BusBuilder mapper(PayloadMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
        return this;
    }

    /**
     * The wire form of packets. Clients must use the same.
     *
     * @param parser Socket.IO's default JSON form by default
     * @return this builder
     */
    public BusBuilder parser(Parser parser) {
        this.parser = Objects.requireNonNull(parser, "parser");
        return this;
    }

    /**
     * What makes each namespace's adapter.
     *
     * @param adapter {@link LocalAdapter} by default
     * @return this builder
     */
    public BusBuilder adapter(AdapterFactory adapter) {
        this.adapter = Objects.requireNonNull(adapter, "adapter");
        return this;
    }

    /**
     * What is told of failures.
     *
     * @param errorHandler logs a warning by default
     * @return this builder
     */
    public BusBuilder errorHandler(ErrorHandler errorHandler) {
        this.errorHandler = Objects.requireNonNull(errorHandler, "errorHandler");
        return this;
    }

    /**
     * What is told that the bus can't go on, before it closes by itself.
     *
     * @param fatalHandler logs an error by default
     * @return this builder
     */
    public BusBuilder onFatal(FatalHandler fatalHandler) {
        this.fatalHandler = Objects.requireNonNull(fatalHandler, "fatalHandler");
        return this;
    }

    /**
     * The settings as a value.
     *
     * @return the options
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public BusOptions options() {
        require(loops >= 1 && loops <= 1024, "loops", loops);
        require(Integer.bitCount(ringSize) == 1 && ringSize >= 2, "ringSize", ringSize);
        require(isPositive(connectTimeout), "connectTimeout", connectTimeout);
        require(!drainTimeout.isNegative(), "drainTimeout", drainTimeout);
        require(!slowHandlerLimit.isNegative(), "slowHandlerLimit", slowHandlerLimit);
        require(isPositive(pingInterval), "pingInterval", pingInterval);
        require(isPositive(pingTimeout), "pingTimeout", pingTimeout);
        Parser chosen = parser != null ? parser : JsonParser.create(mapper);
        return new BusOptions(
                loops,
                waitMode,
                nonBlockingHandlers,
                ringSize,
                onFullRing,
                connectTimeout,
                drainTimeout,
                slowHandlerLimit,
                cleanupEmptyChildNamespaces,
                outboundLimits,
                pingInterval,
                pingTimeout,
                connectionStateRecovery,
                limits,
                mapper,
                chosen,
                adapter,
                errorHandler,
                fatalHandler);
    }

    /**
     * Makes and starts the bus.
     *
     * @return a running bus
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public Bus build() {
        return RingBus.start(options());
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String option, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(option + " is out of its range: " + value);
        }
    }
}
