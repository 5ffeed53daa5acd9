package io.ringcast.internal.dispatch;

import io.ringcast.ErrorContext;
import io.ringcast.ErrorHandler;
import io.ringcast.protocol.PayloadException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The default error handler: a warning in the log, without any payload. */
public final class LoggingErrorHandler implements ErrorHandler {
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");
    private static final int LONGEST_NAME = 100;

    @Override
    public void onError(ErrorContext context, Throwable failure) {
        if (failure instanceof PayloadException) {
            // The message of its cause quotes what the peer sent.
            Throwable cause = failure.getCause();
            String kind = cause == null ? "" : " (" + cause.getClass().getName() + ")";
            LOG.log(Level.WARNING, () -> line(context) + ": " + failure.getMessage() + kind);
        } else {
            LOG.log(Level.WARNING, () -> line(context), failure);
        }
    }

    private static String line(ErrorContext context) {
        return context.where()
                + " failed: namespace="
                + name(context.namespace())
                + ", event="
                + name(context.event());
    }

    /** Names may come from peers: they get one line, and not a long one. */
    private static @Nullable String name(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String shown = given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
