package io.ringcast.gateway;

import io.ringcast.Bus;
import io.ringcast.internal.gateway.GatewayRegistry;
import io.ringcast.internal.gateway.GatewaySettings;
import io.ringcast.internal.gateway.GatewaySettings.Globals;
import io.ringcast.internal.gateway.GatewaySettings.TypedFilter;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Registers gateways on a bus.
 *
 * <pre>{@code
 * Gateways.register(bus, new ChatGateway());
 *
 * Gateways.on(bus)
 *         .instances(new RolesGuard(users))
 *         .globalInterceptor(timing)
 *         .register(new ChatGateway(history));
 * }</pre>
 *
 * <p>All that can be wrong with a gateway is found when it is registered, and thrown as an {@link
 * InvalidGatewayException} that names the class, the method and the parameter. Handlers of a
 * gateway reach sockets that are connected already; its connection hooks do not run for them.
 *
 * <p>Threads: one. {@code register} may be called while the bus runs.
 */
public final class Gateways {
    private static final int DEFAULT_PENDING_LIMIT = 1_000;

    private final Bus bus;
    private final List<Object> instances = new ArrayList<>();
    private final List<CanActivate> guards = new ArrayList<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<Pipe<?, ?>> pipes = new ArrayList<>();
    private final List<TypedFilter> filters = new ArrayList<>();
    private final List<ArgumentResolver> resolvers = new ArrayList<>();
    private final List<ReturnAdapter<?>> adapters = new ArrayList<>();
    private final Map<String, Object> serverOptions = new HashMap<>();
    private @Nullable InstanceFactory factory;
    private @Nullable Executor executor;
    private @Nullable GatewayTransportProvider provider;
    private ResultPolicy policy = ResultPolicy.STANDARD;
    private int pendingLimit = DEFAULT_PENDING_LIMIT;
    private boolean ignoresPorts;
    private boolean onlyHandles;

    private Gateways(Bus bus) {
        this.bus = bus;
    }

    /**
     * Registers a gateway with the defaults.
     *
     * @param bus the bus
     * @param gateway an instance of a class with {@link WebSocketGateway}
     * @return the registration
     * @throws InvalidGatewayException if it can't work as it is
     */
    public static GatewayRegistration register(Bus bus, Object gateway) {
        return on(bus).register(gateway);
    }

    /**
     * Starts a registration with settings.
     *
     * @param bus a bus made by {@link Bus#builder()}
     * @return collects the settings
     */
    public static Gateways on(Bus bus) {
        return new Gateways(Objects.requireNonNull(bus, "bus"));
    }

    /**
     * Gives instances of guards, interceptors, pipes and filters that annotations name; also a
     * {@code jakarta.validation.Validator}.
     *
     * @param more the instances
     * @return this
     */
    public Gateways instances(Object... more) {
        instances.addAll(List.of(more));
        return this;
    }

    /**
     * Asks a container for the enhancers that {@link #instances} does not have.
     *
     * @param asked makes or finds them; none by default
     * @return this
     */
    public Gateways instanceFactory(InstanceFactory asked) {
        this.factory = Objects.requireNonNull(asked, "instanceFactory");
        return this;
    }

    /**
     * Adds a guard for every handler, before those that annotations name.
     *
     * @param guard the guard
     * @return this
     */
    public Gateways globalGuard(CanActivate guard) {
        guards.add(Objects.requireNonNull(guard, "guard"));
        return this;
    }

    /**
     * Adds an interceptor around every handler, outside of those that annotations name.
     *
     * @param interceptor the interceptor
     * @return this
     */
    public Gateways globalInterceptor(Interceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /**
     * Adds a pipe for every payload parameter of its input type, before those that annotations
     * name.
     *
     * @param pipe the pipe
     * @return this
     */
    public Gateways globalPipe(Pipe<?, ?> pipe) {
        pipes.add(Objects.requireNonNull(pipe, "pipe"));
        return this;
    }

    /**
     * Adds a filter for every handler, asked after those that annotations name.
     *
     * @param filter the filter, of a class that says what it takes
     * @return this
     */
    public Gateways globalFilter(ExceptionFilter<?> filter) {
        filters.add(new TypedFilter(null, Objects.requireNonNull(filter, "filter")));
        return this;
    }

    /**
     * Adds a filter for every handler, asked after those that annotations name.
     *
     * @param type the type of failure
     * @param filter the filter; may be a lambda
     * @param <T> the type of failure
     * @return this
     */
    public <T extends Throwable> Gateways globalFilter(
            Class<T> type, ExceptionFilter<? super T> filter) {
        Objects.requireNonNull(type, "type");
        filters.add(new TypedFilter(type, Objects.requireNonNull(filter, "filter")));
        return this;
    }

    /**
     * Adds something that knows further parameters.
     *
     * @param resolver asked before a parameter is taken for payload
     * @return this
     */
    public Gateways argumentResolver(ArgumentResolver resolver) {
        resolvers.add(Objects.requireNonNull(resolver, "resolver"));
        return this;
    }

    /**
     * Adds something that knows further results.
     *
     * @param adapter knows one type
     * @return this
     */
    public Gateways returnAdapter(ReturnAdapter<?> adapter) {
        adapters.add(Objects.requireNonNull(adapter, "adapter"));
        return this;
    }

    /**
     * Sets where {@link Blocking} handlers run.
     *
     * @param workers runs them; by default a virtual thread each where the JDK has them (21),
     *     otherwise a pool of 64 daemon threads. An executor that refuses a handler ({@link
     *     java.util.concurrent.RejectedExecutionException}) has the client told {@code busy}
     * @return this
     */
    public Gateways executor(Executor workers) {
        this.executor = Objects.requireNonNull(workers, "executor");
        return this;
    }

    /**
     * Sets how results and failures reach the client.
     *
     * @param how {@link ResultPolicy#STANDARD} by default
     * @return this
     */
    public Gateways resultPolicy(ResultPolicy how) {
        this.policy = Objects.requireNonNull(how, "resultPolicy");
        return this;
    }

    /**
     * Bounds how many messages of one socket may wait for earlier ones; further ones are refused
     * with the code {@code busy}, and counted.
     *
     * @param messages at least 1; 1,000 by default
     * @return this
     */
    public Gateways pendingLimit(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("pendingLimit must be at least 1: " + messages);
        }
        this.pendingLimit = messages;
        return this;
    }

    /**
     * Names a set of server options, for {@link WebSocketGateway#options}.
     *
     * @param id the name
     * @param options options of a type that the transport provider knows
     * @return this
     */
    public Gateways options(String id, Object options) {
        serverOptions.put(
                Objects.requireNonNull(id, "id"), Objects.requireNonNull(options, "options"));
        return this;
    }

    /**
     * Sets what opens the servers of gateways with a port.
     *
     * @param opens makes transports; by default the one that {@link java.util.ServiceLoader} finds
     * @return this
     */
    public Gateways transportProvider(GatewayTransportProvider opens) {
        this.provider = Objects.requireNonNull(opens, "transportProvider");
        return this;
    }

    /**
     * Opens no server for gateways with a port: they are reached as those without. For tests.
     *
     * @return this
     */
    public Gateways ignorePorts() {
        this.ignoresPorts = true;
        return this;
    }

    /** Calls handlers through method handles even where better could be had. For tests. */
    Gateways onlyMethodHandles() {
        this.onlyHandles = true;
        return this;
    }

    /**
     * Registers a gateway.
     *
     * @param gateway an instance of a class with {@link WebSocketGateway}
     * @return the registration
     * @throws InvalidGatewayException if it can't work as it is
     */
    public GatewayRegistration register(Object gateway) {
        return register(gateway, null);
    }

    /**
     * Registers a gateway whose class or methods are not accessible to this library: those of
     * another module or of another class loader.
     *
     * @param gateway an instance of a class with {@link WebSocketGateway}
     * @param lookup {@code MethodHandles.lookup()}, called in the gateway's module; null for none
     * @return the registration
     * @throws InvalidGatewayException if it can't work as it is
     */
    public GatewayRegistration register(Object gateway, @Nullable Lookup lookup) {
        Objects.requireNonNull(gateway, "gateway");
        return GatewayRegistry.of(bus).register(gateway, bus, settings(), lookup, onlyHandles);
    }

    private GatewaySettings settings() {
        return new GatewaySettings(
                List.copyOf(instances),
                factory,
                new Globals(
                        List.copyOf(guards),
                        List.copyOf(interceptors),
                        List.copyOf(pipes),
                        List.copyOf(filters)),
                List.copyOf(resolvers),
                List.copyOf(adapters),
                executor,
                policy,
                pendingLimit,
                Map.copyOf(serverOptions),
                provider,
                ignoresPorts);
    }
}
