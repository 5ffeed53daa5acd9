package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO server without its HTTP server: hand it the requests of any path, and it keeps the
 * sessions.
 *
 * <pre>{@code
 * EngineServer engine = EngineServer.builder(session -> new Echo(session)).build();
 * engine.handleRequest(exchange);   // from the HTTP server, for each request that is no upgrade
 * engine.handleUpgrade(upgrade);    // for each WebSocket upgrade
 * }</pre>
 *
 * <p>Threads: any. No method blocks.
 */
@AnyThread
public final class EngineServer implements AutoCloseable {
    private final Sessions sessions;
    private final Gate gate;
    private final List<EngineFilter> filters;
    private final boolean ownsTimers;

    private EngineServer(Builder builder) {
        Timers given = builder.timers;
        this.ownsTimers = given == null;
        this.sessions =
                new Sessions(
                        builder,
                        given == null ? new WheelTimers(builder.observer::onFatal) : given);
        this.gate = new Gate(sessions, builder);
        this.filters = List.copyOf(builder.filters);
    }

    /**
     * Starts a server.
     *
     * @param onConnection called for each new session, before anything of it can arrive: makes the
     *     session's handler. What it sends leaves right after the open packet on a WebSocket, and
     *     with the answer to the first poll otherwise. If it throws, the client is refused
     * @return a builder
     */
    public static Builder builder(Function<EngineSession, EngineHandler> onConnection) {
        return new Builder(onConnection);
    }

    /**
     * The settings.
     *
     * @return the options
     */
    public EngineOptions options() {
        return sessions.options();
    }

    /**
     * Takes a request that is no WebSocket upgrade. It is answered then or later, exactly once.
     *
     * @param exchange the request
     */
    public void handleRequest(HttpExchange exchange) {
        if (filters.isEmpty()) {
            gate.enter(exchange, false);
        } else {
            FilterStep.start(this, new FilteredExchange(exchange), false);
        }
    }

    /**
     * Takes a WebSocket upgrade. It is accepted or answered, then or later, exactly once.
     *
     * @param exchange the request
     */
    public void handleUpgrade(UpgradeExchange exchange) {
        if (filters.isEmpty()) {
            gate.enter(exchange, true);
        } else {
            FilterStep.start(this, new FilteredExchange.Upgrade(exchange), true);
        }
    }

    /**
     * How many sessions there are, those that are closing included.
     *
     * @return the number
     */
    public int sessionCount() {
        return sessions.size();
    }

    /**
     * Finds a session.
     *
     * @param id its id
     * @return the session, closing perhaps
     */
    public Optional<EngineSession> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** Refuses new sessions from now on, with 503. Those that are open go on. */
    public void stopAccepting() {
        sessions.stopAccepting();
    }

    /**
     * Closes all sessions with {@link io.ringcast.transport.CloseReason#SERVER_SHUTTING_DOWN},
     * sending what is queued first.
     *
     * @param drain how long clients have to take it; those that are left are then cut off
     * @return completed when no session is left
     */
    public CompletionStage<Void> shutdown(Duration drain) {
        return sessions.shutdown(drain);
    }

    /** Closes all sessions at once, dropping what is queued, and frees what the server made. */
    @Override
    public void close() {
        sessions.discardAll();
        if (ownsTimers) {
            sessions.timers().close();
        }
    }

    /** What sessions hold beyond their own limits, together. */
    long borrowedBytes() {
        return sessions.credit().borrowed();
    }

    Gate gate() {
        return gate;
    }

    List<EngineFilter> filters() {
        return filters;
    }

    EngineObserver observer() {
        return sessions.observer();
    }

    /**
     * Collects what a server is made of.
     *
     * <p>Threads: one.
     */
    public static final class Builder {
        final Function<EngineSession, EngineHandler> onConnection;
        final List<EngineFilter> filters = new ArrayList<>();
        EngineOptions options = EngineOptions.DEFAULT;
        EngineObserver observer = EngineObserver.NONE;
        @Nullable AllowRequest allowRequest;
        @Nullable IdGenerator idGenerator;
        @Nullable HeadersHook initialHeaders;
        @Nullable HeadersHook headers;
        @Nullable Timers timers;
        MemoryBudget memory = MemoryBudget.unlimited();

        private Builder(Function<EngineSession, EngineHandler> onConnection) {
            this.onConnection = onConnection;
        }

        /**
         * Sets the options.
         *
         * @param value the options
         * @return this
         */
        public Builder options(EngineOptions value) {
            options = value;
            return this;
        }

        /**
         * Sets a budget of which those of this server are parts, where others share the heap with
         * it. Of {@code inboundBudget} and {@code lentBytes} an eighth each remains to the server
         * when that budget is spent. Default: none, the server's own limits are all.
         *
         * @param value the budget
         * @return this
         */
        public Builder memory(MemoryBudget value) {
            memory = value;
            return this;
        }

        /**
         * Sets who hears what happens. Default: nobody.
         *
         * @param value the observer
         * @return this
         */
        public Builder observer(EngineObserver value) {
            observer = value;
            return this;
        }

        /**
         * Sets who decides about handshakes. Default: all may come in.
         *
         * @param value the decision
         * @return this
         */
        public Builder allowRequest(AllowRequest value) {
            allowRequest = value;
            return this;
        }

        /**
         * Sets who makes ids. Default: 20 random characters.
         *
         * @param value the generator
         * @return this
         */
        public Builder generateId(IdGenerator value) {
            idGenerator = value;
            return this;
        }

        /**
         * Adds a filter behind those that were added before.
         *
         * @param filter the filter
         * @return this
         */
        public Builder use(EngineFilter filter) {
            filters.add(filter);
            return this;
        }

        /**
         * Sets what changes the headers of a session's first answer, a 101 too.
         *
         * @param hook the hook
         * @return this
         */
        public Builder onInitialHeaders(HeadersHook hook) {
            initialHeaders = hook;
            return this;
        }

        /**
         * Sets what changes the headers of each answer that belongs to a session, a 101 too.
         *
         * @param hook the hook
         * @return this
         */
        public Builder onHeaders(HeadersHook hook) {
            headers = hook;
            return this;
        }

        /**
         * Sets the clock. Default: one of the server's own, with one thread.
         *
         * @param value the clock; not closed by the server
         * @return this
         */
        public Builder timers(Timers value) {
            timers = value;
            return this;
        }

        /**
         * Makes the server.
         *
         * @return the server, ready for requests
         */
        public EngineServer build() {
            return new EngineServer(this);
        }
    }
}
