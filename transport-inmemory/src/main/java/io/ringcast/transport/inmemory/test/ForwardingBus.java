package io.ringcast.transport.inmemory.test;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastOperator;
import io.ringcast.BroadcastResponses;
import io.ringcast.Bus;
import io.ringcast.BusCounters;
import io.ringcast.BusOptions;
import io.ringcast.EventListener;
import io.ringcast.Middleware;
import io.ringcast.Namespace;
import io.ringcast.NamespaceMatcher;
import io.ringcast.Registration;
import io.ringcast.RemoteSocket;
import io.ringcast.Socket;
import io.ringcast.adapter.Adapter;
import io.ringcast.transport.Transport;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bus that is another one, seen from outside. */
@SuppressWarnings("NullAway") // does not see in class files that arrays of arguments may hold null
abstract class ForwardingBus implements Bus {
    private final Bus bus;

    ForwardingBus(Bus bus) {
        this.bus = bus;
    }

    @Override
    public BusOptions options() {
        return bus.options();
    }

    @Override
    public <T extends Transport> T attach(T transport) {
        return bus.attach(transport);
    }

    @Override
    public Namespace of(String name) {
        return bus.of(name);
    }

    @Override
    public Namespace of(Pattern pattern) {
        return bus.of(pattern);
    }

    @Override
    public Namespace of(NamespaceMatcher matcher) {
        return bus.of(matcher);
    }

    @Override
    public Registration onNewNamespace(Consumer<? super Namespace> listener) {
        return bus.onNewNamespace(listener);
    }

    @Override
    public List<Namespace> namespaces() {
        return bus.namespaces();
    }

    @Override
    public BusCounters counters() {
        return bus.counters();
    }

    @Override
    public void close() {
        bus.close();
    }

    @Override
    public void close(Duration drain) {
        bus.close(drain);
    }

    @Override
    public String name() {
        return bus.name();
    }

    @Override
    public Namespace use(Middleware middleware) {
        bus.use(middleware);
        return this;
    }

    @Override
    public Registration onConnection(Consumer<? super Socket> listener) {
        return bus.onConnection(listener);
    }

    @Override
    public Optional<Socket> socket(String id) {
        return bus.socket(id);
    }

    @Override
    public int socketsCount() {
        return bus.socketsCount();
    }

    @Override
    public Adapter adapter() {
        return bus.adapter();
    }

    @Override
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        bus.serverSideEmit(event, arguments);
    }

    @Override
    public CompletionStage<List<Arguments>> serverSideEmitWithAck(
            String event, @Nullable Object... arguments) {
        return bus.serverSideEmitWithAck(event, arguments);
    }

    @Override
    public BroadcastOperator to(String... rooms) {
        return bus.to(rooms);
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return bus.in(rooms);
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return bus.except(rooms);
    }

    @Override
    public BroadcastOperator asVolatile() {
        return bus.asVolatile();
    }

    @Override
    public BroadcastOperator compress(boolean compress) {
        return bus.compress(compress);
    }

    @Override
    public BroadcastOperator local() {
        return bus.local();
    }

    @Override
    public BroadcastOperator timeout(Duration timeout) {
        return bus.timeout(timeout);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return bus.emit(event, argument);
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return bus.emit(event, arguments);
    }

    @Override
    public void emit(String event, @Nullable Object argument, BroadcastAckCallback callback) {
        bus.emit(event, argument, callback);
    }

    @Override
    public CompletionStage<BroadcastResponses> emitWithAck(
            String event, @Nullable Object... arguments) {
        return bus.emitWithAck(event, arguments);
    }

    @Override
    public CompletionStage<List<RemoteSocket>> fetchSockets() {
        return bus.fetchSockets();
    }

    @Override
    public CompletionStage<Void> socketsJoin(String... rooms) {
        return bus.socketsJoin(rooms);
    }

    @Override
    public CompletionStage<Void> socketsLeave(String... rooms) {
        return bus.socketsLeave(rooms);
    }

    @Override
    public CompletionStage<Void> disconnectSockets(boolean close) {
        return bus.disconnectSockets(close);
    }

    @Override
    public Registration on(String event, EventListener listener) {
        return bus.on(event, listener);
    }

    @Override
    public <T> Registration on(
            String event, Type type, BiConsumer<? super T, ? super Ack> listener) {
        return bus.on(event, type, listener);
    }

    @Override
    public <T> Registration on(String event, Type type, Consumer<? super T> listener) {
        return bus.on(event, type, listener);
    }

    @Override
    public <T> Registration onRequest(String event, Type type, Function<? super T, ?> handler) {
        return bus.onRequest(event, type, handler);
    }

    @Override
    public Registration once(String event, EventListener listener) {
        return bus.once(event, listener);
    }

    @Override
    public <T> Registration once(String event, Class<T> type, Consumer<? super T> listener) {
        return bus.once(event, type, listener);
    }

    @Override
    public void off(String event) {
        bus.off(event);
    }

    @Override
    public void off() {
        bus.off();
    }
}
