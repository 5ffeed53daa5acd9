package io.ringcast.transport.jetty;

import io.ringcast.engineio.WebSocketHandler;
import io.ringcast.transport.MemoryBudget;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** WebSockets of Ringcast's own: each a {@link WebSocketConnection}. */
final class RingcastWebSockets implements WebSocketEngine {
    private final JettyTransportOptions options;
    private final InFlight inFlight;
    private final MemoryBudget writeBuffers = new MemoryBudget(MemoryBudget.shareOfHeap(4));

    RingcastWebSockets(JettyTransportOptions options, InFlight inFlight) {
        this.options = options;
        this.inFlight = inFlight;
    }

    @Override
    public void upgrade(
            Request request, Response response, Callback written, WebSocketHandler handler) {
        WebSocketUpgrade.answer(request, response);
        int threshold = options.perMessageDeflate();
        boolean deflates = threshold > 0 && WebSocketUpgrade.acceptDeflate(request, response);
        FrameLimits limits =
                new FrameLimits(
                        options.maxHttpBufferSize(), deflates ? threshold : 0, writeBuffers);
        EndPoint endPoint = request.getTunnelSupport().getEndPoint();
        Connector connector = request.getConnectionMetaData().getConnector();
        // It takes over when the answer has been written.
        WebSocketConnection connection =
                new WebSocketConnection(endPoint, connector, handler, limits, inFlight);
        connector.getEventListeners().forEach(connection::addEventListener);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        response.write(true, null, written);
    }
}
