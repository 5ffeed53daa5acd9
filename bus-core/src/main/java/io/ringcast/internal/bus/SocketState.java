package io.ringcast.internal.bus;

/** The life of a socket. Only {@link RingSocket} moves it on, on its loop. */
enum SocketState {
    /** Middleware is deciding. From the client's CONNECT until all have let it through. */
    CONNECTING,
    /** It takes part. From acceptance until it leaves, {@code onDisconnecting} included. */
    CONNECTED,
    /** It has left, or was refused; nothing reaches it any more. */
    DISCONNECTED
}
