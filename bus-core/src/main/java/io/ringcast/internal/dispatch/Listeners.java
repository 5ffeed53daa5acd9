package io.ringcast.internal.dispatch;

import io.ringcast.Ack;
import io.ringcast.AnyListener;
import io.ringcast.EventListener;
import io.ringcast.Registration;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.PayloadType;
import io.ringcast.transport.Receiver;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All listeners of one owner, and the calling of them. */
@LoopConfined
public final class Listeners {
    /*
     * Registering may be asked for on any thread and takes effect on the loop, in the caller's
     * order; all else is called on the loop. The parts are made when they are first needed: most
     * sockets have no catch-all listener.
     */
    private final EventHost host;
    private final @Nullable SharedListeners shared;
    private final ListenerTable table = new ListenerTable();
    private @Nullable AnyListeners incoming;
    private @Nullable AnyListeners outgoing;

    /**
     * Makes an empty set.
     *
     * @param host the owner
     */
    public Listeners(EventHost host) {
        this(host, null);
    }

    /**
     * Makes an empty set next to one that others share.
     *
     * @param host the owner
     * @param shared listeners that run before the owner's own
     */
    public Listeners(EventHost host, @Nullable SharedListeners shared) {
        this.host = host;
        this.shared = shared;
    }

    /** Adds a listener in its general form. Any thread. */
    public Registration on(String event, EventListener listener, boolean once) {
        Objects.requireNonNull(listener, "listener");
        return add(new Listener.General(name(event), once, listener));
    }

    /** Adds a typed listener. Any thread. */
    public <T> Registration on(
            String event, Type type, Consumer<? super T> listener, boolean once) {
        Objects.requireNonNull(listener, "listener");
        return add(new Listener.Typed<T>(name(event), once, resolve(type), listener));
    }

    /** Adds a typed listener that takes the ack. Any thread. */
    public <T> Registration on(
            String event, Type type, BiConsumer<? super T, ? super Ack> listener) {
        Objects.requireNonNull(listener, "listener");
        return add(new Listener.TypedWithAck<T>(name(event), resolve(type), listener));
    }

    /** Adds a handler whose result is the answer. Any thread. */
    public <T> Registration onRequest(String event, Type type, Function<? super T, ?> handler) {
        Objects.requireNonNull(handler, "handler");
        return add(new Listener.Request<T>(name(event), resolve(type), handler));
    }

    private <T> PayloadType<T> resolve(Type type) {
        return host.mapper().type(Objects.requireNonNull(type, "type"));
    }

    /** The connection's own events have methods of their own, which a listener would miss. */
    private static String name(String event) {
        switch (Objects.requireNonNull(event, "event")) {
            case "connect", "connection" -> throw instead(event, "onConnect or onConnection");
            case "disconnect" -> throw instead(event, "onDisconnect");
            case "disconnecting" -> throw instead(event, "onDisconnecting");
            case "connect_error" -> throw instead(event, "onConnectError");
            default -> {
                return event;
            }
        }
    }

    private static IllegalArgumentException instead(String event, String method) {
        return new IllegalArgumentException(
                "\"" + event + "\" is no event to listen to with on: use " + method);
    }

    private Registration add(Listener listener) {
        Loop loop = host.loop();
        loop.perform(
                () -> {
                    table.add(listener);
                    loop.changed();
                });
        return () -> loop.perform(() -> remove(listener));
    }

    private boolean remove(Listener listener) {
        host.loop().changed();
        return table.remove(listener);
    }

    /** Removes all listeners of an event. Any thread. */
    public void off(String event) {
        Objects.requireNonNull(event, "event");
        host.loop()
                .perform(
                        () -> {
                            table.removeAll(event);
                            host.loop().changed();
                        });
    }

    /** Removes all listeners of all events. Any thread. */
    public void off() {
        host.loop()
                .perform(
                        () -> {
                            table.clear();
                            host.loop().changed();
                        });
    }

    /** Adds a catch-all listener. Any thread. */
    public Registration onAny(AnyListener listener, boolean isOutgoing, boolean first) {
        Objects.requireNonNull(listener, "listener");
        Loop loop = host.loop();
        loop.perform(
                () -> {
                    AnyListeners list = any(isOutgoing);
                    if (first) {
                        list.prepend(listener);
                    } else {
                        list.append(listener);
                    }
                });
        return () -> loop.perform(() -> any(isOutgoing).remove(listener));
    }

    /** Removes all catch-all listeners of a direction. Any thread. */
    public void offAny(boolean isOutgoing) {
        host.loop().perform(() -> any(isOutgoing).clear());
    }

    /** The catch-all listeners of a direction, about to be changed. */
    private AnyListeners any(boolean isOutgoing) {
        host.loop().changed();
        AnyListeners list = isOutgoing ? outgoing : incoming;
        if (list == null) {
            list = new AnyListeners();
            if (isOutgoing) {
                outgoing = list;
            } else {
                incoming = list;
            }
        }
        return list;
    }

    /** Calls the catch-all listeners for an incoming event. */
    public void callAny(String event, @Nullable Object body) {
        call(incoming, event, body);
    }

    /** Calls the catch-all listeners for an outgoing event. */
    public void callAnyOutgoing(String event, @Nullable Object body) {
        call(outgoing, event, body);
    }

    private void call(@Nullable AnyListeners list, String event, @Nullable Object body) {
        if (list != null && !list.isEmpty()) {
            Loop loop = host.loop();
            loop.enter();
            list.call(host, event, body);
            loop.leave();
        }
    }

    /**
     * Calls the listeners of an event, in order.
     *
     * @return false if there is none
     */
    public boolean dispatch(String event, @Nullable Object body, long ackId) {
        Listener[] listeners = table.get(event);
        if (shared != null) {
            listeners = both(shared.get(event), listeners);
        }
        if (listeners.length == 0) {
            return false;
        }
        Loop loop = host.loop();
        loop.enter();
        if (listeners.length == 1) {
            call(listeners[0], body, ackId, null);
        } else {
            callAll(listeners, body, ackId);
        }
        loop.leave();
        return true;
    }

    /**
     * What takes events of a name, if it is one listener and nobody else would hear of them.
     *
     * @return the receiver, or null if events have to be dispatched
     */
    public @Nullable Receiver receiver(String event) {
        Listener[] listeners = table.get(event);
        boolean isAlone = shared == null && listeners.length == 1 && isEmpty(incoming);
        return isAlone ? listeners[0].receiver(host) : null;
    }

    /** Says whether nobody listens to all that goes out. */
    public boolean hasNoOutgoing() {
        return isEmpty(outgoing);
    }

    private static boolean isEmpty(@Nullable AnyListeners list) {
        return list == null || list.isEmpty();
    }

    private static Listener[] both(Listener[] first, Listener[] second) {
        if (first.length == 0) {
            return second;
        }
        if (second.length == 0) {
            return first;
        }
        Listener[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void callAll(Listener[] listeners, @Nullable Object body, long ackId) {
        Ack shared = ackId == Packet.NO_ACK ? null : RingAck.of(host, ackId);
        for (Listener listener : listeners) {
            call(listener, body, ackId, shared);
        }
    }

    private void call(Listener listener, @Nullable Object body, long ackId, @Nullable Ack shared) {
        if (listener.once && !remove(listener)) {
            return;
        }
        try {
            listener.invoke(host, body, ackId, shared);
        } catch (Throwable failure) {
            host.failed("listener", listener.event, failure);
        }
    }
}
