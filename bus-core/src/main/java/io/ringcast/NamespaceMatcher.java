package io.ringcast;

import io.ringcast.protocol.Payload;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a namespace that does not exist yet comes into being for a client that asks for
 * it.
 *
 * <p>Threads: called on the main loop; must not block, but may decide later.
 */
@FunctionalInterface
public interface NamespaceMatcher {

    /**
     * A client asks for an unknown namespace.
     *
     * @param name the namespace's name
     * @param auth what the client said about itself; empty or one value
     * @return completes with true to create it; a failure refuses the client with its message
     */
    CompletionStage<Boolean> matches(String name, Payload auth);
}
