package io.ringcast.internal.gateway;

import io.ringcast.Bus;
import io.ringcast.Namespace;
import io.ringcast.gateway.GatewayRegistration;
import io.ringcast.gateway.OnGatewayInit;
import io.ringcast.internal.bus.RingBus;
import io.ringcast.internal.gateway.GatewayModel.Entrance;
import io.ringcast.internal.gateway.GatewayModel.ServerField;
import io.ringcast.loop.AnyThread;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is registered on one bus. */
@AnyThread
public final class GatewayRegistry {
    /*
     * Registering and closing are rare, and happen one at a time, under the monitor: conflicts are
     * found before anything has changed.
     */
    private final RingBus bus;
    private final Map<Entrance, NamespaceGateways> namespaces = new HashMap<>();
    private final OwnServers servers;
    private @Nullable Executor workers;

    private GatewayRegistry(RingBus bus) {
        this.bus = bus;
        this.servers = new OwnServers(bus);
    }

    /** The registry of a bus; there is one, whatever the bus is wrapped in. */
    public static GatewayRegistry of(Bus bus) {
        if (bus.of("/") instanceof RingBus main) {
            return main.extension(GatewayRegistry.class, GatewayRegistry::new);
        }
        throw new IllegalArgumentException("gateways need a bus of Bus.builder(): " + bus);
    }

    /**
     * Registers a gateway.
     *
     * @param gateway the instance
     * @param given the bus as the user has it
     * @param settings what to go by
     * @param lookup a look-up with access to the gateway's members, or null
     * @param onlyHandles whether method handles are used even where better could be had
     * @return the registration
     */
    public synchronized GatewayRegistration register(
            Object gateway,
            Bus given,
            GatewaySettings settings,
            @Nullable Lookup lookup,
            boolean onlyHandles) {
        Invokers invokers =
                new Invokers(
                        lookup,
                        onlyHandles ? Invokers.Tiers.METHOD_HANDLES : Invokers.Tiers.FASTEST);
        GatewayModel model = GatewayReader.read(gateway.getClass(), settings, invokers);
        RegisteredGateway registered =
                new RegisteredGateway(gateway, model, settings, executor(settings), this::close);
        registered.plans(GatewayBinder.bind(registered, given, bus.mapper()));
        refuseTwice(gateway);
        OwnServers.Wish server = servers.check(model, settings);
        // Before there is a namespace: a pattern lets clients in from then on.
        NamespaceGateways known = namespaces.get(key(model.entrance()));
        NamespaceGateways.check(
                known == null ? List.of() : known.gateways(), model, settings.policy());
        NamespaceGateways group = group(model.entrance());
        registered.namespace(group.namespace());
        open(registered, group, given, server);
        return registered;
    }

    private Executor executor(GatewaySettings settings) {
        if (settings.executor() != null) {
            return settings.executor();
        }
        if (workers == null) {
            workers = Workers.make();
        }
        return workers;
    }

    private void refuseTwice(Object gateway) {
        for (NamespaceGateways group : namespaces.values()) {
            for (RegisteredGateway known : group.gateways()) {
                if (known.instance() == gateway) {
                    throw Mistakes.in(gateway.getClass())
                            .found("this instance is registered already: close that first");
                }
            }
        }
    }

    /** How an entrance is served does not make it another one. */
    private static Entrance key(Entrance entrance) {
        return new Entrance(entrance.namespace(), entrance.pattern(), null);
    }

    /** The gateways of one way in. */
    private NamespaceGateways group(Entrance entrance) {
        Entrance key = key(entrance);
        NamespaceGateways known = namespaces.get(key);
        if (known == null) {
            Namespace namespace =
                    entrance.namespace() != null
                            ? bus.of(entrance.namespace())
                            : bus.of(Pattern.compile(Objects.requireNonNull(entrance.pattern())));
            known = new NamespaceGateways(namespace, entrance.namespace() == null);
            namespaces.put(key, known);
        }
        return known;
    }

    private void open(
            RegisteredGateway registered,
            NamespaceGateways group,
            Bus given,
            OwnServers.@Nullable Wish server) {
        for (ServerField field : registered.model().fields()) {
            field.setter().accept(registered.instance(), field.isBus() ? given : group.namespace());
        }
        init(registered, group.namespace());
        group.add(registered);
        follow(group);
        try {
            servers.open(registered, server);
        } catch (RuntimeException failure) {
            group.remove(registered);
            follow(group);
            throw failure;
        }
    }

    private static void init(RegisteredGateway registered, Namespace namespace) {
        if (registered.instance() instanceof OnGatewayInit hook) {
            try {
                hook.afterInit(namespace);
            } catch (Exception failure) {
                throw Mistakes.in(registered.model().type())
                        .in("afterInit")
                        .found("it failed, so the gateway is not registered", failure);
            }
        }
    }

    private void follow(NamespaceGateways group) {
        bus.namespaces().forEach(group::follow);
    }

    private void close(RegisteredGateway registered) {
        Runnable rest;
        synchronized (this) {
            NamespaceGateways group = group(registered.model().entrance());
            group.remove(registered);
            follow(group);
            rest = servers.close(registered);
        }
        rest.run();
    }
}
