package io.ringcast.engineio;

/**
 * Sees every request before the engine does, polls and WebSocket upgrades alike: Engine.IO's {@code
 * engine.use}. Calls one method of {@code next}, then or later; calls after the first have no
 * effect.
 *
 * <p>Threads: any. Must not block.
 */
@FunctionalInterface
public interface EngineFilter {

    /**
     * Looks at a request.
     *
     * @param request the request
     * @param headers the headers of the answer, also of a 101
     * @param next what to do with it; a filter that throws rejects the request
     */
    void filter(EngineRequest request, ResponseHeaders headers, Next next);

    /** The rest of the way. */
    interface Next {

        /** Goes on with the next filter, then with the engine. */
        void proceed();

        /** Refuses the request with 400 and code 3. */
        void reject();

        /**
         * Answers the request in the engine's place.
         *
         * @param response the answer
         */
        void respond(HttpResponse response);
    }
}
