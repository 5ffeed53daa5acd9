package io.ringcast.internal.dispatch;

import io.ringcast.FatalHandler;
import java.lang.System.Logger.Level;

/** The default for what a bus can't go on with: an error in the log. */
public final class LoggingFatalHandler implements FatalHandler {
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");

    @Override
    public void onFatal(Throwable failure) {
        LOG.log(Level.ERROR, "the bus can't go on, and closes", failure);
    }
}
