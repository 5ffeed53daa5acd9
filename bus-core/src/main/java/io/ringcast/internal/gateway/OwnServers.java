package io.ringcast.internal.gateway;

import io.ringcast.gateway.GatewayServer;
import io.ringcast.gateway.GatewayTransportProvider;
import io.ringcast.gateway.InvalidGatewayException;
import io.ringcast.internal.bus.RingBus;
import io.ringcast.internal.gateway.GatewayModel.Entrance;
import io.ringcast.internal.gateway.GatewayModel.Server;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The servers that gateways have opened by their ports, and who may come in through which. */
@AnyThread
final class OwnServers {
    /*
     * A door is a server's object of this class's own; the bus tells through which door a network's
     * client came, null for all other transports. Entries are replaced under the registry's
     * monitor; the rule is read by the transports' threads.
     */
    private final RingBus bus;
    private final Map<Integer, OwnServer> open = new HashMap<>();
    private final List<Place> places = new CopyOnWriteArrayList<>();

    /** A gateway's namespace or pattern, and the port it is at; 0 for any. */
    private record Place(
            RegisteredGateway gateway, Entrance entrance, int port, @Nullable Pattern pattern) {

        boolean isAt(String namespace) {
            return pattern != null
                    ? pattern.matcher(namespace).matches()
                    : namespace.equals(entrance.namespace());
        }
    }

    /** A server and those who need it. */
    private record OwnServer(Server server, Transport transport, List<RegisteredGateway> users) {}

    /** A server that a gateway needs, with what makes it if it is not there yet. */
    record Wish(Server server, GatewayServer request, GatewayTransportProvider provider) {}

    OwnServers(RingBus bus) {
        this.bus = bus;
    }

    /** Refuses what contradicts the servers that are open. */
    @Nullable Wish check(GatewayModel model, GatewaySettings settings) {
        Mistakes mistakes = Mistakes.in(model.type());
        Entrance entrance = model.entrance();
        Server server = settings.ignoresPorts() ? null : entrance.server();
        int port = server == null ? 0 : server.port();
        for (Place place : places) {
            boolean isSame =
                    new Entrance(entrance.namespace(), entrance.pattern(), null)
                            .equals(place.entrance());
            if (isSame && place.port() != port && !settings.ignoresPorts()) {
                throw mistakes.found(
                        entrance.toString()
                                + " is at "
                                + named(place.port())
                                + " because of "
                                + place.gateway()
                                + ", and can't be at "
                                + named(port)
                                + " too: use one port, or another namespace");
            }
        }
        if (server == null) {
            return null;
        }
        OwnServer known = open.get(port);
        if (known != null && !known.server().equals(server)) {
            throw mistakes.found(
                    "port "
                            + port
                            + " is open with other options, those of "
                            + known.users().get(0)
                            + ": give both the same path, transports and options");
        }
        return new Wish(server, request(server, settings, mistakes), provider(settings, mistakes));
    }

    private static String named(int port) {
        return port == 0 ? "the bus's own transports (port 0)" : "port " + port;
    }

    private static GatewayServer request(
            Server server, GatewaySettings settings, Mistakes mistakes) {
        Object options = null;
        if (!server.options().isEmpty()) {
            options = settings.serverOptions().get(server.options());
            if (options == null) {
                throw mistakes.found(
                        "no options are registered as \""
                                + server.options()
                                + "\": use Gateways.options(\""
                                + server.options()
                                + "\", ...)");
            }
        }
        return new GatewayServer(server.port(), server.path(), server.transports(), options);
    }

    private static GatewayTransportProvider provider(GatewaySettings settings, Mistakes mistakes) {
        if (settings.provider() != null) {
            return settings.provider();
        }
        List<GatewayTransportProvider> found = new ArrayList<>();
        ServiceLoader.load(GatewayTransportProvider.class).forEach(found::add);
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw mistakes.found(
                    "a port needs a transport that opens it, and there is none: add the module"
                            + " transport-jetty, give a provider to Gateways.transportProvider, or"
                            + " remove the port");
        }
        throw mistakes.found(
                "several providers can open its port, "
                        + MethodScan.list(found.stream().map(p -> p.getClass().getName()).toList())
                        + ": choose one with Gateways.transportProvider");
    }

    /** Lets a gateway's clients in, through a server of its own if it wishes one. */
    void open(RegisteredGateway gateway, @Nullable Wish wish) {
        Entrance entrance = gateway.model().entrance();
        String pattern = entrance.pattern();
        Place place =
                new Place(
                        gateway,
                        new Entrance(entrance.namespace(), pattern, null),
                        wish == null ? 0 : wish.server().port(),
                        pattern == null ? null : Pattern.compile(pattern));
        places.add(place);
        if (wish == null) {
            return;
        }
        try {
            server(wish).users().add(gateway);
        } catch (RuntimeException failure) {
            places.remove(place);
            throw new InvalidGatewayException(
                    gateway + ": its server at port " + wish.server().port() + " can't be opened",
                    failure);
        }
    }

    private OwnServer server(Wish wish) {
        bus.entryRule(this::mayEnter);
        int port = wish.server().port();
        OwnServer known = open.get(port);
        if (known == null) {
            Transport transport = wish.provider().create(wish.request());
            bus.attach(transport, port);
            known = new OwnServer(wish.server(), transport, new CopyOnWriteArrayList<>());
            open.put(port, known);
        }
        return known;
    }

    /** Whether a network's client may ask for a namespace, by the door through which it came. */
    private boolean mayEnter(@Nullable Object door, String namespace) {
        boolean isOpenToAll = true;
        for (Place place : places) {
            if (place.isAt(namespace)) {
                if (door == null ? place.port() == 0 : door.equals(place.port())) {
                    return true;
                }
                isOpenToAll = false;
            }
        }
        return isOpenToAll && door == null;
    }

    /** Forgets a gateway; returns what is left to do without the registry's monitor. */
    Runnable close(RegisteredGateway gateway) {
        places.removeIf(place -> place.gateway() == gateway);
        Server server = gateway.model().entrance().server();
        int port = server == null ? 0 : server.port();
        OwnServer known = open.get(port);
        if (known == null || !known.users().remove(gateway) || !known.users().isEmpty()) {
            return () -> {};
        }
        open.remove(port);
        return () -> bus.detach(known.transport(), port);
    }
}
