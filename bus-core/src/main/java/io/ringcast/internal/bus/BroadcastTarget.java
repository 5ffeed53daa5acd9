package io.ringcast.internal.bus;

import io.ringcast.BroadcastAckCallback;
import io.ringcast.RemoteSocket;
import io.ringcast.adapter.BroadcastOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where a broadcast operator's work is done: one namespace, or all children of a parent. */
interface BroadcastTarget {

    boolean broadcast(BroadcastOptions options, String event, @Nullable Object body);

    void broadcastWithAck(
            BroadcastOptions options,
            String event,
            @Nullable Object body,
            BroadcastAckCallback callback);

    CompletionStage<List<RemoteSocket>> fetchSockets(BroadcastOptions options);

    CompletionStage<Void> socketsJoin(BroadcastOptions options, Set<String> rooms);

    CompletionStage<Void> socketsLeave(BroadcastOptions options, Set<String> rooms);

    CompletionStage<Void> disconnectSockets(BroadcastOptions options, boolean close);
}
