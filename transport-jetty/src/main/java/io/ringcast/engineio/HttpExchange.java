package io.ringcast.engineio;

import java.nio.ByteBuffer;

/**
 * A request and its one answer: what the engine needs of an HTTP server.
 *
 * <p>Threads: the engine calls from any thread, and may answer long after {@link
 * EngineServer#handleRequest} has returned. No method may block, and none may throw because the
 * client is gone.
 */
public interface HttpExchange extends EngineRequest {

    /**
     * The body's length as the client announced it.
     *
     * @return bytes; -1 if it did not (chunked)
     */
    long contentLength();

    /**
     * Starts to deliver the body, in pieces as they arrive. Called at most once.
     *
     * @param receiver takes the pieces, one call at a time
     */
    void readBody(BodyReceiver receiver);

    /**
     * Answers the request. The engine calls this at most once, and not after {@link #abort}. The
     * server adds {@code Content-Length}, and may compress the body if the response allows it. A
     * client that is gone is told about through {@link #onAbort}. In any case {@link
     * HttpResponse.Memory#release} is called.
     *
     * @param response the answer; its buffers are shared and must not be written to
     */
    void respond(HttpResponse response);

    /**
     * Ends the connection without an answer, or in the middle of one. {@link #onAbort} need not be
     * called then. A stream of HTTP/2 whose answer is being written may end by its idle time-out
     * only.
     */
    void abort();

    /**
     * Sets what to do when the client goes away before the answer has been written completely:
     * while the request waits for its answer, while its body is read, or while the answer is being
     * written. Runs at most once, at once if that has happened already. While an answer is awaited,
     * an idle time-out of the HTTP server is no reason to end the exchange: a poll may wait for as
     * long as the ping interval. While the body is read, it is one.
     *
     * @param action what to do
     */
    void onAbort(Runnable action);

    /** Takes a request's body. */
    interface BodyReceiver {

        /**
         * A piece of the body.
         *
         * @param chunk the bytes; valid during the call only
         * @return false if no more is wanted: the rest is not read, and neither of the other
         *     methods is called
         */
        boolean onData(ByteBuffer chunk);

        /** The body is complete. */
        void onEnd();

        /** The body can't be read to its end. {@link HttpExchange#onAbort} may run besides. */
        void onFailure();
    }
}
