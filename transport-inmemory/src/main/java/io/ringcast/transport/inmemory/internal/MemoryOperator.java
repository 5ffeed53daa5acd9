package io.ringcast.transport.inmemory.internal;

import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.Arguments;
import io.ringcast.SocketOperator;
import io.ringcast.internal.bus.AckRequest;
import io.ringcast.internal.bus.Timeouts;
import io.ringcast.internal.dispatch.Body;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's socket and flags, as a value. */
record MemoryOperator(
        MemoryOutbound outbound, boolean isVolatile, boolean isCompressed, long timeoutNanos)
        implements SocketOperator {

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return send(event, Body.of(argument), null);
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return send(event, body(arguments), null);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckCallback callback) {
        return send(event, Body.of(argument), Objects.requireNonNull(callback, "callback"));
    }

    @Override
    public boolean emit(String event, @Nullable Object argument, AckResultCallback callback) {
        return send(event, Body.of(argument), Objects.requireNonNull(callback, "callback"));
    }

    @Override
    public CompletionStage<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        CompletableFuture<Arguments> answer = new CompletableFuture<>();
        send(event, body(arguments), answer);
        return answer;
    }

    @SuppressWarnings("NullAway") // does not see in a class file that an array may hold null
    private static @Nullable Object body(@Nullable Object[] arguments) {
        return Body.of(arguments);
    }

    private boolean send(String event, @Nullable Object body, @Nullable Object callback) {
        Object request = callback == null ? null : AckRequest.of(callback, timeoutNanos);
        return outbound.emit(event, body, isVolatile, isCompressed, request);
    }

    @Override
    public SocketOperator timeout(Duration timeout) {
        return new MemoryOperator(outbound, isVolatile, isCompressed, Timeouts.nanos(timeout));
    }

    @Override
    public SocketOperator asVolatile() {
        return new MemoryOperator(outbound, true, isCompressed, timeoutNanos);
    }

    @Override
    public SocketOperator compress(boolean compress) {
        return new MemoryOperator(outbound, isVolatile, compress, timeoutNanos);
    }
}
