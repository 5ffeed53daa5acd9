package io.ringcast.internal.bus;

import io.ringcast.Arguments;
import io.ringcast.BroadcastAckCallback;
import io.ringcast.BroadcastAckTimeoutException;
import io.ringcast.BroadcastResponses;
import io.ringcast.BusException;
import io.ringcast.RemoteSocket;
import io.ringcast.adapter.BroadcastOptions;
import io.ringcast.loop.AnyThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is sent to all children of a parent namespace: the same to each. */
@AnyThread
final class ChildBroadcasts implements BroadcastTarget {
    private final Set<RingNamespace> children = ConcurrentHashMap.newKeySet();

    Set<RingNamespace> all() {
        return children;
    }

    @Override
    public boolean broadcast(BroadcastOptions options, String event, @Nullable Object body) {
        boolean queued = true;
        for (RingNamespace child : children) {
            queued &= child.broadcasts().broadcast(options, event, body);
        }
        return queued;
    }

    @Override
    public void broadcastWithAck(
            BroadcastOptions options,
            String event,
            @Nullable Object body,
            BroadcastAckCallback callback) {
        List<RingNamespace> now = List.copyOf(children);
        ChildResponses responses = new ChildResponses(now.size(), callback);
        for (RingNamespace child : now) {
            child.broadcasts().broadcastWithAck(options, event, body, responses::add);
        }
    }

    @Override
    public CompletionStage<List<RemoteSocket>> fetchSockets(BroadcastOptions options) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException(
                        "fetchSockets() is not supported on parent namespaces"));
    }

    @Override
    public CompletionStage<Void> socketsJoin(BroadcastOptions options, Set<String> rooms) {
        return each(child -> child.broadcasts().socketsJoin(options, rooms));
    }

    @Override
    public CompletionStage<Void> socketsLeave(BroadcastOptions options, Set<String> rooms) {
        return each(child -> child.broadcasts().socketsLeave(options, rooms));
    }

    @Override
    public CompletionStage<Void> disconnectSockets(BroadcastOptions options, boolean close) {
        return each(child -> child.broadcasts().disconnectSockets(options, close));
    }

    private CompletionStage<Void> each(Function<RingNamespace, CompletionStage<Void>> call) {
        CompletableFuture<?>[] calls =
                children.stream()
                        .map(child -> call.apply(child).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(calls);
    }

    /** The answers of all children, put together. */
    @AnyThread
    private static final class ChildResponses {
        private final BroadcastAckCallback callback;
        private final List<BroadcastResponses> parts = new ArrayList<>();
        private final int expected;
        private @Nullable BusException failure;

        ChildResponses(int expected, BroadcastAckCallback callback) {
            this.expected = expected;
            this.callback = callback;
            if (expected == 0) {
                callback.onResult(null, merged());
            }
        }

        void add(@Nullable BusException childFailure, BroadcastResponses part) {
            if (addAndCheck(childFailure, part)) {
                BroadcastResponses all = merged();
                callback.onResult(
                        failure == null ? null : new BroadcastAckTimeoutException(all), all);
            }
        }

        private synchronized boolean addAndCheck(
                @Nullable BusException childFailure, BroadcastResponses part) {
            if (childFailure != null) {
                failure = childFailure;
            }
            parts.add(part);
            return parts.size() == expected;
        }

        private synchronized BroadcastResponses merged() {
            Map<String, Arguments> answered = new LinkedHashMap<>();
            List<String> timedOut = new ArrayList<>();
            List<String> disconnected = new ArrayList<>();
            for (BroadcastResponses part : parts) {
                answered.putAll(part.answered());
                timedOut.addAll(part.timedOut());
                disconnected.addAll(part.disconnected());
            }
            return new BroadcastResponses(answered, timedOut, disconnected);
        }
    }
}
