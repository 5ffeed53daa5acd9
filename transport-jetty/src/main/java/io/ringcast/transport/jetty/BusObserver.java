package io.ringcast.transport.jetty;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.engineio.EngineSession;
import io.ringcast.transport.Counter;
import io.ringcast.transport.TransportContext;
import java.lang.System.Logger.Level;

/** Tells a bus what its engine has to report. Counts what the bus can't see itself. */
final class BusObserver implements EngineObserver {
    private static final System.Logger LOG = System.getLogger("io.ringcast.transport.jetty");

    private final TransportContext context;

    BusObserver(TransportContext context) {
        this.context = context;
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        context.count(Counter.HANDSHAKES_REFUSED, 1);
        LOG.log(Level.DEBUG, () -> "Request refused: " + error.error() + ": " + error.context());
    }

    @Override
    public void onInboundLimit(EngineSession session, InboundLimit limit) {
        Counter counter =
                switch (limit) {
                    case BUDGET -> Counter.INBOUND_BUDGET_SPENT;
                    case TIME -> Counter.MESSAGES_TIMED_OUT;
                    case EXPANSION -> Counter.EXPANSIONS_REFUSED;
                };
        context.count(counter, 1);
    }

    @Override
    public void onUpgradeFailed(EngineSession session) {
        context.count(Counter.UPGRADES_FAILED, 1);
        LOG.log(Level.DEBUG, () -> "Upgrade failed: " + session);
    }

    @Override
    public void onFatal(Throwable failure) {
        context.fatal(failure);
    }

    @Override
    public void onFailure(String where, Throwable failure) {
        context.report(where, failure);
    }
}
