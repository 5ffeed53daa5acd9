package io.ringcast.internal.bus;

import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.transport.CloseReason;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a client or a listener is told when something ends. */
final class Refusals {
    /** There is no such namespace, for this client at least. */
    static final String INVALID_NAMESPACE = "Invalid namespace";

    private Refusals() {}

    /** Why an unknown namespace was refused. */
    static String message(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure;
        return cause instanceof ConnectErrorException refusal
                ? String.valueOf(refusal.getMessage())
                : INVALID_NAMESPACE;
    }

    /** Why a socket disconnected, if its connection was closed. */
    static DisconnectReason reason(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_CLOSE -> DisconnectReason.TRANSPORT_CLOSE;
            case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
            case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
            case PARSE_ERROR -> DisconnectReason.PARSE_ERROR;
            case FORCED_CLOSE -> DisconnectReason.FORCED_CLOSE;
            case SERVER_SHUTTING_DOWN -> DisconnectReason.SERVER_SHUTTING_DOWN;
            case SLOW_CONSUMER -> DisconnectReason.SLOW_CONSUMER;
        };
    }
}
