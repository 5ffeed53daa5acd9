package io.ringcast.gateway;

import java.util.concurrent.CompletionStage;

/**
 * Decides later whether a handler may run; otherwise like {@link Guard}. Messages of the same
 * socket wait for the decision, unless the handler is {@link Order#CONCURRENT}.
 *
 * <p>Threads: called on the namespace's loop, must not block; the stage may complete on any.
 */
@FunctionalInterface
public non-sealed interface AsyncGuard extends CanActivate {

    /**
     * Decides.
     *
     * @param context the message, and the handler with its annotations
     * @return completes with true to go on; a failure is a refusal too, and goes to the filters
     * @throws Exception a failure of any kind; also a refusal
     */
    CompletionStage<Boolean> canActivate(EventContext context) throws Exception;
}
