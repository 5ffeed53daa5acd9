package io.ringcast.internal.bus;

import io.ringcast.AckCallback;
import io.ringcast.AckResultCallback;
import io.ringcast.Arguments;
import io.ringcast.SocketOperator;
import io.ringcast.internal.dispatch.Body;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A socket and flags, as a value. */
record RingSocketOperator(
        RingSocket socket, boolean isVolatile, boolean isCompressed, long timeoutNanos)
        implements SocketOperator {

    static RingSocketOperator plain(RingSocket socket) {
        return new RingSocketOperator(socket, false, true, 0);
    }

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return send(event, Body.of(argument), null);
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return send(event, Body.of(arguments), null);
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
        send(event, Body.of(arguments), answer);
        return answer;
    }

    private boolean send(String event, @Nullable Object body, @Nullable Object callback) {
        Object request = callback == null ? null : AckRequest.of(callback, timeoutNanos);
        return socket.outbound().emit(event, body, isVolatile, isCompressed, request);
    }

    @Override
    public SocketOperator timeout(Duration timeout) {
        return new RingSocketOperator(socket, isVolatile, isCompressed, Timeouts.nanos(timeout));
    }

    @Override
    public SocketOperator asVolatile() {
        return new RingSocketOperator(socket, true, isCompressed, timeoutNanos);
    }

    @Override
    public SocketOperator compress(boolean compress) {
        return new RingSocketOperator(socket, isVolatile, compress, timeoutNanos);
    }
}
