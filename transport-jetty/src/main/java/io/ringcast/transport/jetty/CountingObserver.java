package io.ringcast.transport.jetty;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EngineSession;
import io.ringcast.engineio.PacketType;
import io.ringcast.transport.CloseReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns of limits that were reached and tells the application of refusals, in front of another
 * observer.
 */
final class CountingObserver implements EngineObserver {
    private final EngineObserver next;
    private final Notices notices;
    private final @Nullable Consumer<ConnectionError> refusals;

    CountingObserver(
            EngineObserver next, Notices notices, @Nullable Consumer<ConnectionError> refusals) {
        this.refusals = refusals;
        this.notices = notices;
        this.next = next;
    }

    @Override
    public void onOpened(EngineSession session) {
        next.onOpened(session);
    }

    @Override
    public void onClosed(EngineSession session, CloseReason reason) {
        if (reason == CloseReason.SLOW_CONSUMER) {
            notices.warn(
                    "slow consumer",
                    "A client was disconnected: it did not take what was sent to it, see"
                            + " BusBuilder.outboundLimits");
        }
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
    public void onTooLarge(EngineSession session) {
        notices.warn(
                "size",
                "A client was refused a message of more bytes than the option maxHttpBufferSize"
                        + " allows");
        next.onTooLarge(session);
    }

    @Override
    public void onInboundLimit(EngineSession session, InboundLimit limit) {
        switch (limit) {
            case BUDGET ->
                    notices.warn(
                            "inbound budget",
                            "A client was disconnected: what clients have sent and is not done with"
                                    + " takes "
                                    + session.inboundBudget().limit()
                                    + " bytes, as much as the option inboundBudget allows");
            case TIME ->
                    notices.warn(
                            "message timeout",
                            "A client was disconnected: a message of it stayed incomplete for"
                                    + " longer than the option messageTimeout allows");
            case EXPANSION ->
                    notices.warn(
                            "expansion",
                            "A client was disconnected: its compressed messages grew by more than"
                                    + " the option maxExpansion allows for a second");
        }
        next.onInboundLimit(session, limit);
    }

    @Override
    public void onUpgradeFailed(EngineSession session) {
        next.onUpgradeFailed(session);
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        next.onConnectionError(error);
        switch (error.context()) {
            case "TOO_MANY_SESSIONS" ->
                    notices.warn(
                            "sessions",
                            "A client was refused: there are as many sessions as the option"
                                    + " maxSessions allows");
            case "TOO_MANY_SESSIONS_OF_ADDRESS" ->
                    notices.warn(
                            "sessions of an address",
                            "A client was refused: its address has as many sessions as the option"
                                    + " maxSessionsPerAddress allows. Behind a proxy all clients"
                                    + " have the proxy's address, unless trustProxy names it");
            default -> {}
        }
        if (refusals != null) {
            try {
                refusals.accept(error);
            } catch (RuntimeException failure) {
                next.onFailure("connection error listener", failure);
            }
        }
    }

    @Override
    public void onFatal(Throwable failure) {
        next.onFatal(failure);
    }

    @Override
    public void onFailure(String context, Throwable failure) {
        next.onFailure(context, failure);
    }
}
