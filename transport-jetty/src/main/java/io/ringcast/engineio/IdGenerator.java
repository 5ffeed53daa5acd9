package io.ringcast.engineio;

import java.util.concurrent.CompletionStage;

/**
 * Makes the ids of sessions: Engine.IO's {@code generateId}. An id is a secret and has to be beyond
 * guessing.
 *
 * <p>Threads: any. Must not block.
 */
@FunctionalInterface
public interface IdGenerator {

    /**
     * Makes an id.
     *
     * @param request the handshake; ids must not come from it
     * @return 1 to 128 characters of {@code A-Z a-z 0-9 _ -}, not in use; anything else, and a
     *     stage that fails, refuses the client
     */
    CompletionStage<String> generateId(EngineRequest request);
}
