package io.ringcast.transport.jetty;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EngineSession;
import io.ringcast.engineio.PacketType;
import io.ringcast.transport.CloseReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the application of refusals, in front of another observer. */
final class CountingObserver implements EngineObserver {
    private final EngineObserver next;
    private final @Nullable Consumer<ConnectionError> refusals;

    CountingObserver(EngineObserver next, @Nullable Consumer<ConnectionError> refusals) {
        this.refusals = refusals;
        this.next = next;
    }

    @Override
    public void onOpened(EngineSession session) {
        next.onOpened(session);
    }

    @Override
    public void onClosed(EngineSession session, CloseReason reason) {
        next.onClosed(session, reason);
    }

    @Override
    public void onPacketIn(EngineSession session, PacketType type, int bytes) {
        next.onPacketIn(session, type, bytes);
    }

    @Override
    public void onPacketsOut(EngineSession session, int packets, long bytes) {
        next.onPacketsOut(session, packets, bytes);
    }

    @Override
    public void onDropped(EngineSession session, EngineSession.SendResult result) {
        next.onDropped(session, result);
    }

    @Override
    public void onUpgradeFailed(EngineSession session) {
        next.onUpgradeFailed(session);
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        next.onConnectionError(error);
        if (refusals != null) {
            try {
                refusals.accept(error);
            } catch (RuntimeException failure) {
                next.onFailure("connection error listener", failure);
            }
        }
    }

    @Override
    public void onFailure(String context, Throwable failure) {
        next.onFailure(context, failure);
    }
}
