package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The rest of a handler's call, as an {@link Interceptor} sees it.
 *
 * <p>Threads: that on which the interceptor was called, or, unless the handler is {@link Blocking},
 * the loop.
 */
@FunctionalInterface
public interface CallHandler {

    /**
     * Goes on, on the calling thread: binds the arguments and calls the handler. May be called
     * again, to retry.
     *
     * @return what the handler returned: a stage or a stream as such, see {@link Results}
     * @throws Exception what the handler threw, or why its arguments could not be bound
     * @throws IllegalStateException on a thread that is neither the loop nor the executor on which
     *     the interceptor was called
     */
    @Nullable Object proceed() throws Exception;
}
