package io.ringcast.engineio;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a client may open a session: Engine.IO's {@code allowRequest}. Asked for requests
 * without a session id, after the built-in checks.
 *
 * <pre>{@code
 * options.allowRequest(
 *         request -> {
 *             User user = tokens.user(request.header("Authorization"));
 *             if (user == null) {
 *                 return Verdict.refuse("no valid token");
 *             }
 *             request.setAttribute("user", user); // socket.handshake().attribute("user", User.class)
 *             return Verdict.allow();
 *         });
 * }</pre>
 *
 * <p>Threads: any. Must not block; an answer that takes time comes through the stage.
 */
@FunctionalInterface
public interface AllowRequest {

    /**
     * Decides. What it learns about the client it may note with {@link EngineRequest#setAttribute}.
     *
     * @param request the handshake
     * @return the verdict; a stage that fails refuses the client
     */
    CompletionStage<Verdict> decide(EngineRequest request);

    /**
     * A decision.
     *
     * @param allowed whether the client may come in
     * @param message what it is told if not
     */
    record Verdict(boolean allowed, String message) {
        private static final CompletionStage<Verdict> ALLOWED =
                CompletableFuture.completedStage(new Verdict(true, ""));

        /**
         * Lets the client in.
         *
         * @return the verdict
         */
        public static CompletionStage<Verdict> allow() {
            return ALLOWED;
        }

        /**
         * Refuses the client with code 4 and the words {@code "Forbidden"}.
         *
         * @return the verdict
         */
        public static CompletionStage<Verdict> refuse() {
            return refuse(EngineError.FORBIDDEN.message());
        }

        /**
         * Refuses the client with code 4.
         *
         * @param message what it is told
         * @return the verdict
         */
        public static CompletionStage<Verdict> refuse(String message) {
            return CompletableFuture.completedStage(new Verdict(false, message));
        }
    }
}
