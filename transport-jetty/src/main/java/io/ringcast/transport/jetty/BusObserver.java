package io.ringcast.transport.jetty;

import io.ringcast.engineio.ConnectionError;
import io.ringcast.engineio.EngineObserver;
import io.ringcast.transport.Counter;
import io.ringcast.transport.TransportContext;

/** Tells a bus what its engine has to report. Counts what the bus can't see itself. */
final class BusObserver implements EngineObserver {
    private final TransportContext context;

    BusObserver(TransportContext context) {
        this.context = context;
    }

    @Override
    public void onConnectionError(ConnectionError error) {
        context.count(Counter.HANDSHAKES_REFUSED, 1);
    }

    @Override
    public void onFailure(String where, Throwable failure) {
        context.report(where, failure);
    }
}
