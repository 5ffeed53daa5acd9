package io.ringcast.gateway;

import java.util.Optional;

/**
 * Makes or finds the enhancers that annotations name: a bridge to a container. What it throws, or
 * an instance of another class, fails the registration.
 *
 * <p>Threads: that of {@link Gateways#register}.
 */
@FunctionalInterface
public interface InstanceFactory {

    /**
     * An instance of a guard, an interceptor, a pipe or a filter. Asked once per class and
     * registration.
     *
     * @param type the class
     * @param <T> the class
     * @return the instance; empty to leave it to the constructor without parameters
     */
    <T> Optional<T> instance(Class<T> type);
}
