package io.ringcast.gateway;

/**
 * Decides at once whether a handler may run. The message has not been parsed yet: refused traffic
 * costs no more than its way here.
 *
 * <p>The first guard that says no ends it: the client is told {@code forbidden}, and nothing behind
 * the guard runs. What a guard throws goes to the filters.
 *
 * <p>The context is lent until the guard returns, so that a guard costs no object for each message:
 * using it later, or on another thread, is an {@link IllegalStateException}. A guard that wants it
 * for longer takes {@link EventContext#keep}.
 *
 * <p>Threads: called on the namespace's loop, must not block.
 */
@FunctionalInterface
public non-sealed interface Guard extends CanActivate {

    /**
     * Decides.
     *
     * @param context the message, and the handler with its annotations; lent for this call
     * @return true to go on
     * @throws Exception a failure of any kind; also a refusal
     */
    boolean canActivate(EventContext context) throws Exception;
}
