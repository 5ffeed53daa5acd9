package io.ringcast.gateway;

/**
 * Decides at once whether a handler may run. The message has not been parsed yet: refused traffic
 * costs no more than its way here.
 *
 * <p>The first guard that says no ends it: the client is told {@code forbidden}, and nothing behind
 * the guard runs. What a guard throws goes to the filters.
 *
 * <p>Threads: called on the namespace's loop, must not block.
 */
@FunctionalInterface
public non-sealed interface Guard extends CanActivate {

    /**
     * Decides.
     *
     * @param context the message, and the handler with its annotations
     * @return true to go on
     * @throws Exception a failure of any kind; also a refusal
     */
    boolean canActivate(EventContext context) throws Exception;
}
