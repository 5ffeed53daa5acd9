package io.ringcast.internal.gateway;

import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.Listener;
import io.ringcast.internal.dispatch.SharedListeners;
import io.ringcast.internal.gateway.GatewayModel.Handler;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Payload;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateways of one namespace, or of all that match a pattern, in the order of registration. */
@AnyThread
final class NamespaceGateways {
    /*
     * The list is replaced as a whole by whoever registers or closes; each namespace's shared
     * listeners follow it on the namespace's loop: at once for those that exist, with the first
     * socket for those that come into being later. What a namespace has been given is its note.
     */
    private static final Payload NOTHING = Payload.of();

    /** What a namespace has been given. */
    private record Given(Map<RegisteredGateway, List<Listener.Handler>> listeners) {}

    private final Namespace namespace;
    private final List<RegisteredGateway> gateways = new CopyOnWriteArrayList<>();

    NamespaceGateways(Namespace namespace, boolean isPattern) {
        this.namespace = namespace;
        namespace.use(
                (socket, next) -> {
                    if (isPattern && gateways.isEmpty()) {
                        // Not there yet, refused or closed: a namespace that there is not.
                        next.reject(new ConnectErrorException("Invalid namespace"));
                    } else {
                        new Admission(socket, next, gateways).start();
                    }
                });
        namespace.onConnection(this::connected);
    }

    /** The namespace, or the parent of those that match. */
    Namespace namespace() {
        return namespace;
    }

    List<RegisteredGateway> gateways() {
        return gateways;
    }

    /** Refuses a gateway that can't be beside others. */
    static void check(
            List<RegisteredGateway> gateways, GatewayModel candidate, ResultPolicy policy) {
        if (policy == ResultPolicy.NEST) {
            return;
        }
        List<Handler> before = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (RegisteredGateway gateway : gateways) {
            for (Handler handler : gateway.model().handlers()) {
                before.add(handler);
                names.add(gateway.model().type().getName());
            }
        }
        for (Handler handler : candidate.handlers()) {
            for (int i = 0; i < before.size(); i++) {
                refuseIfBothAnswer(before.get(i), names.get(i), handler, candidate);
            }
            before.add(handler);
            names.add(candidate.type().getName());
        }
    }

    private static void refuseIfBothAnswer(
            Handler first, String firstType, Handler second, GatewayModel candidate) {
        if (first.ack() == AckMode.NONE || second.ack() == AckMode.NONE) {
            return;
        }
        for (String event : second.events()) {
            if (first.events().contains(event)) {
                throw Mistakes.in(candidate.type())
                        .in(second.callee().name())
                        .found(
                                "\""
                                        + event
                                        + "\" is answered by "
                                        + firstType
                                        + "."
                                        + first.callee().name()
                                        + " already: add ack = AckMode.NONE to one of them");
            }
        }
    }

    void add(RegisteredGateway gateway) {
        gateways.add(gateway);
    }

    void remove(RegisteredGateway gateway) {
        gateways.remove(gateway);
    }

    /** Lets the listeners of a namespace follow the list, if it has been given any. */
    void follow(Namespace concrete) {
        EventHost host = (EventHost) concrete;
        host.loop()
                .perform(
                        () -> {
                            SharedListeners shared = host.shared();
                            if (shared != null && (concrete == namespace || has(shared))) {
                                give(shared);
                            }
                        });
    }

    private boolean has(SharedListeners shared) {
        return shared.note(this) != null;
    }

    /** Adds what is new, takes out what has gone. On the namespace's loop. */
    private void give(SharedListeners shared) {
        List<RegisteredGateway> wanted = List.copyOf(gateways);
        Given given = (Given) shared.note(this);
        if (given == null) {
            given = new Given(new LinkedHashMap<>());
            shared.note(this, given);
        }
        Iterator<Map.Entry<RegisteredGateway, List<Listener.Handler>>> all =
                given.listeners().entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<RegisteredGateway, List<Listener.Handler>> each = all.next();
            if (!wanted.contains(each.getKey())) {
                each.getValue().forEach(shared::remove);
                all.remove();
            }
        }
        for (RegisteredGateway gateway : wanted) {
            given.listeners().computeIfAbsent(gateway, added -> listeners(added, shared));
        }
    }

    private static List<Listener.Handler> listeners(
            RegisteredGateway gateway, SharedListeners shared) {
        List<Listener.Handler> listeners =
                gateway.plans().handlers().stream().map(PlannedEvent::listener).toList();
        listeners.forEach(shared::add);
        return listeners;
    }

    // ---- sockets, on their namespace's loop

    private void connected(Socket socket) {
        SharedListeners shared = ((EventHost) socket.namespace()).shared();
        if (shared != null) {
            give(shared);
        }
        List<RegisteredGateway> seen = new ArrayList<>();
        if (gateways.stream().anyMatch(gateway -> !gateway.plans().disconnects().isEmpty())) {
            socket.onDisconnect(reason -> disconnected(socket, reason, seen));
        }
        for (RegisteredGateway gateway : gateways) {
            if (!socket.isConnected()) {
                return;
            }
            seen.add(gateway);
            gateway.plans().connects().forEach(hook -> connect(hook, socket));
        }
    }

    private static void connect(HandlerPlan hook, Socket socket) {
        if (!socket.isConnected()) {
            return;
        }
        EventHost host = (EventHost) socket;
        Exchange exchange = new Exchange(hook, host, "connect", NOTHING, Packet.NO_ACK, null);
        exchange.onFailure(() -> socket.disconnect());
        Pipeline.start(exchange);
        if (!exchange.isReleased()) {
            SocketWork.of(host).connecting(exchange);
        }
    }

    private static void disconnected(
            Socket socket, DisconnectReason reason, List<RegisteredGateway> seen) {
        for (RegisteredGateway gateway : seen) {
            if (gateway.isOpen()) {
                for (HandlerPlan hook : gateway.plans().disconnects()) {
                    EventHost host = (EventHost) socket;
                    Exchange exchange =
                            new Exchange(hook, host, "disconnect", NOTHING, Packet.NO_ACK, null);
                    exchange.detail = reason;
                    Pipeline.start(exchange);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "gateways of " + namespace;
    }
}
