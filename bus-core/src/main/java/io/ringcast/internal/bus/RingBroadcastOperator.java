package io.ringcast.internal.bus;

import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastOperator;
import io.ringcast.BroadcastResponses;
import io.ringcast.RemoteSocket;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.adapter.BroadcastOptions.Flags;
import io.ringcast.internal.dispatch.Body;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A selection and its flags, as a value. */
record RingBroadcastOperator(BroadcastTarget target, BroadcastOptions options)
        implements BroadcastOperator {

    static RingBroadcastOperator all(BroadcastTarget target) {
        return new RingBroadcastOperator(target, BroadcastOptions.ALL);
    }

    @Override
    public RingBroadcastOperator to(String... rooms) {
        return with(union(options.rooms(), rooms), options.except(), options.flags());
    }

    @Override
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    @Override
    public RingBroadcastOperator except(String... rooms) {
        return with(options.rooms(), union(options.except(), rooms), options.flags());
    }

    static Set<String> union(Set<String> before, String... rooms) {
        Set<String> all = new LinkedHashSet<>(before);
        for (String room : rooms) {
            all.add(RoomNames.check(room));
        }
        return Collections.unmodifiableSet(all);
    }

    private RingBroadcastOperator with(Set<String> rooms, Set<String> except, Flags flags) {
        return new RingBroadcastOperator(target, new BroadcastOptions(rooms, except, flags));
    }

    private RingBroadcastOperator with(Flags flags) {
        return with(options.rooms(), options.except(), flags);
    }

    @Override
    public BroadcastOperator asVolatile() {
        Flags flags = options.flags();
        return with(new Flags(true, flags.compress(), flags.local(), flags.timeout()));
    }

    @Override
    public BroadcastOperator compress(boolean compress) {
        Flags flags = options.flags();
        return with(new Flags(flags.isVolatile(), compress, flags.local(), flags.timeout()));
    }

    @Override
    public BroadcastOperator local() {
        Flags flags = options.flags();
        return with(new Flags(flags.isVolatile(), flags.compress(), true, flags.timeout()));
    }

    @Override
    public BroadcastOperator timeout(Duration timeout) {
        Timeouts.nanos(timeout);
        Flags flags = options.flags();
        return with(new Flags(flags.isVolatile(), flags.compress(), flags.local(), timeout));
    }

    @Override
    public boolean emit(String event, @Nullable Object argument) {
        return target.broadcast(options, event, Body.of(argument));
    }

    @Override
    public boolean emit(String event, @Nullable Object... arguments) {
        return target.broadcast(options, event, Body.of(arguments));
    }

    @Override
    public void emit(String event, @Nullable Object argument, BroadcastAckCallback callback) {
        Objects.requireNonNull(callback, "callback");
        requireTimeout();
        target.broadcastWithAck(options, event, Body.of(argument), callback);
    }

    @Override
    public CompletionStage<BroadcastResponses> emitWithAck(
            String event, @Nullable Object... arguments) {
        requireTimeout();
        CompletableFuture<BroadcastResponses> result = new CompletableFuture<>();
        target.broadcastWithAck(
                options,
                event,
                Body.of(arguments),
                (failure, responses) -> {
                    if (failure == null) {
                        result.complete(responses);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    private void requireTimeout() {
        if (options.flags().timeout() == null) {
            throw new IllegalStateException(
                    "a broadcast that asks for answers needs a time-out: use timeout(...).emit");
        }
    }

    @Override
    public CompletionStage<List<RemoteSocket>> fetchSockets() {
        return target.fetchSockets(options);
    }

    @Override
    public CompletionStage<Void> socketsJoin(String... rooms) {
        return target.socketsJoin(options, union(Set.of(), rooms));
    }

    @Override
    public CompletionStage<Void> socketsLeave(String... rooms) {
        return target.socketsLeave(options, union(Set.of(), rooms));
    }

    @Override
    public CompletionStage<Void> disconnectSockets(boolean close) {
        return target.disconnectSockets(options, close);
    }
}
