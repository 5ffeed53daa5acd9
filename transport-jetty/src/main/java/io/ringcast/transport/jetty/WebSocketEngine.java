package io.ringcast.transport.jetty;

import io.ringcast.engineio.WebSocketHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Turns connections into WebSockets: one of {@link WebSockets}. */
interface WebSocketEngine {

    /**
     * Answers a request that {@link WebSocketUpgrade#fault} found no fault with, and hands the
     * connection over.
     *
     * @param written told when the answer has been written, or can't be
     * @param handler told of the WebSocket; never called if there is none
     */
    void upgrade(Request request, Response response, Callback written, WebSocketHandler handler);
}
