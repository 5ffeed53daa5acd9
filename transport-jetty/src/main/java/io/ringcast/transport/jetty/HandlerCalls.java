package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;

/**
 * Keeps the calls to a WebSocket's handler apart, so that "closed" waits for the call that is under
 * way and is the last.
 */
@AnyThread
final class HandlerCalls {
    // Guarded by this.
    private boolean begun;
    private boolean calling;
    private boolean gone;
    private boolean told;

    /**
     * Begins a series of calls; false if the connection has gone, and none may be made. The first
     * series is always made: who hears of the end has heard of the beginning.
     */
    synchronized boolean begin() {
        if (gone && begun) {
            return false;
        }
        begun = true;
        calling = true;
        return true;
    }

    /** Ends a series of calls; true if the connection has gone and the caller is to tell so. */
    synchronized boolean end() {
        calling = false;
        return claim();
    }

    /** The connection has gone; true if the caller is to tell so. */
    synchronized boolean leave() {
        gone = true;
        return claim();
    }

    private boolean claim() {
        boolean tell = begun && gone && !calling && !told;
        told |= tell;
        return tell;
    }

    synchronized boolean isGone() {
        return gone;
    }
}
