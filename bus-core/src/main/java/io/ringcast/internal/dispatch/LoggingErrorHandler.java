package io.ringcast.internal.dispatch;

import io.ringcast.ErrorContext;
import io.ringcast.ErrorHandler;
import java.lang.System.Logger.Level;

/** The default error handler: a warning in the log, without any payload. */
public final class LoggingErrorHandler implements ErrorHandler {
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");

    @Override
    public void onError(ErrorContext context, Throwable failure) {
        LOG.log(
                Level.WARNING,
                () ->
                        context.where()
                                + " failed: namespace="
                                + context.namespace()
                                + ", event="
                                + context.event(),
                failure);
    }
}
