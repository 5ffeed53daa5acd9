package io.ringcast.transport.jetty;

/**
 * Who reads and writes the frames of WebSockets. Sessions, limits and options are the same with
 * both; where clients can see a difference, {@link JettyTransportOptions} says so at its option.
 */
public enum WebSockets {
    /** Ringcast's own reader and writer, on Jetty's network connections: the default. */
    RINGCAST,
    /**
     * Jetty's WebSocket API, for those who would rather have its framing than the speed of
     * Ringcast's: a small message costs about four times as much. It needs a dependency more,
     * {@code org.eclipse.jetty.websocket:jetty-websocket-jetty-server} in the version of the Jetty
     * server; on a module path also {@code --add-modules org.eclipse.jetty.websocket.server},
     * unless the application requires that module itself.
     */
    JETTY
}
