package io.ringcast.engineio;

/**
 * Changes the headers of an answer before it is sent: Engine.IO's events {@code initial_headers}
 * and {@code headers}.
 *
 * <p>Threads: any. Must not block.
 */
@FunctionalInterface
public interface HeadersHook {

    /**
     * Looks at the headers.
     *
     * @param headers the headers of the answer
     * @param request the request that is answered
     */
    void onHeaders(ResponseHeaders headers, EngineRequest request);
}
