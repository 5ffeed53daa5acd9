package io.ringcast.transport.inmemory.internal;

import io.ringcast.Ack;
import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.AnyListener;
import io.ringcast.Arguments;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.EventListener;
import io.ringcast.Registration;
import io.ringcast.SocketOperator;
import io.ringcast.internal.dispatch.Listeners;
import io.ringcast.internal.loop.Loop;
import io.ringcast.loop.AnyThread;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client's socket in one namespace. */
@AnyThread
public final class MemorySocket implements ClientSocket {
    /*
     * Parts: MemoryLife (connects, leaves), MemoryOutbound (what it sends), MemoryInbound (what it
     * receives). They belong to the namespace's loop, as the server's half does; this class only
     * leads there.
     */
    private final MemoryClient client;
    private final String namespace;
    private final Loop loop;
    private final MemoryInbound inbound;
    private final MemoryOutbound outbound;
    private final MemoryLife life;
    private final MemoryOperator plain;

    MemorySocket(MemoryClient client, String namespace, Supplier<?> auth) {
        this.client = client;
        this.namespace = namespace;
        this.loop = client.network().loopOf(namespace);
        this.inbound = new MemoryInbound(this);
        this.outbound = new MemoryOutbound(this);
        this.life = new MemoryLife(this, auth);
        this.plain = new MemoryOperator(outbound, false, true, 0);
    }

    // ---- what the parts need of each other

    /** The client whose socket this is. */
    public MemoryClient client() {
        return client;
    }

    /** The loop of the namespace, which owns the socket. */
    public Loop loop() {
        return loop;
    }

    String namespace() {
        return namespace;
    }

    MemoryNetwork network() {
        return client.network();
    }

    MemoryInbound inbound() {
        return inbound;
    }

    MemoryOutbound outbound() {
        return outbound;
    }

    MemoryLife life() {
        return life;
    }

    private Listeners listeners() {
        return inbound.listeners();
    }

    // ---- ClientSocket

    @Override
    public Optional<String> id() {
        return Optional.ofNullable(life.id());
    }

    @Override
    public boolean isConnected() {
        return life.isConnected();
    }

    @Override
    public boolean isRecovered() {
        return life.isRecovered();
    }

    @Override
    public ClientSocket connect() {
        life.connect();
        return this;
    }

    @Override
    public ClientSocket disconnect() {
        life.disconnect();
        return this;
    }

    @Override
    public Registration onConnect(Runnable listener) {
        return life.onConnect(listener);
    }

    @Override
    public Registration onConnectError(Consumer<ConnectErrorException> listener) {
        return life.onConnectError(listener);
    }

    @Override
    public Registration onDisconnect(Consumer<DisconnectReason> listener) {
        return life.onDisconnect(listener);
    }

    // ---- SocketOperator

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return plain.emit(event, argument);
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return plain.emit(event, arguments);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckCallback callback) {
        return plain.emit(event, argument, callback);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckResultCallback callback) {
        return plain.emit(event, argument, callback);
    }

    @Override
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return plain.emitWithAck(event, arguments);
    }

    @Override
    public SocketOperator timeout(Duration timeout) {
        return plain.timeout(timeout);
    }

    @Override
    public SocketOperator asVolatile() {
        return plain.asVolatile();
    }

    @Override
    public SocketOperator compress(boolean compress) {
        return plain.compress(compress);
    }

    // ---- EventSource and CatchAll

    @Override
    public Registration on(String event, EventListener listener) {
        return listeners().on(event, listener, false);
    }

    @Override
    public <T> Registration on(
            String event, Type type, BiConsumer<? super T, ? super Ack> listener) {
        return listeners().on(event, type, listener);
    }

    @Override
    public <T> Registration on(String event, Type type, Consumer<? super T> listener) {
        return listeners().on(event, type, listener, false);
    }

    @Override
    public <T> Registration onRequest(String event, Type type, Function<? super T, ?> handler) {
        return listeners().onRequest(event, type, handler);
    }

    @Override
    public Registration once(String event, EventListener listener) {
        return listeners().on(event, listener, true);
    }

    @Override
    public <T> Registration once(String event, Class<T> type, Consumer<? super T> listener) {
        return listeners().on(event, (Type) type, listener, true);
    }

    @Override
    public void off(String event) {
        listeners().off(event);
    }

    @Override
    public void off() {
        listeners().off();
    }

    @Override
    public Registration onAny(AnyListener listener) {
        return listeners().onAny(listener, false, false);
    }

    @Override
    public Registration prependAny(AnyListener listener) {
        return listeners().onAny(listener, false, true);
    }

    @Override
    public void offAny() {
        listeners().offAny(false);
    }

    @Override
    public Registration onAnyOutgoing(AnyListener listener) {
        return listeners().onAny(listener, true, false);
    }

    @Override
    public Registration prependAnyOutgoing(AnyListener listener) {
        return listeners().onAny(listener, true, true);
    }

    @Override
    public void offAnyOutgoing() {
        listeners().offAny(true);
    }

    @Override
    public String toString() {
        return "ClientSocket[" + namespace + "]";
    }
}
