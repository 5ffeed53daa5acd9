package io.ringcast.internal.gateway;

import io.ringcast.gateway.InstanceFactory;
import io.ringcast.gateway.InvalidGatewayException;
import io.ringcast.loop.AnyThread;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of the enhancers that one registration's annotations name, one per class. */
@AnyThread
final class Enhancers {
    private final GatewaySettings settings;
    private final Map<Class<?>, Object> made = new HashMap<>();

    Enhancers(GatewaySettings settings) {
        this.settings = settings;
    }

    <T> T get(Class<T> type, Mistakes mistakes) {
        Object known = made.get(type);
        if (known == null) {
            known = find(type, mistakes);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object find(Class<?> type, Mistakes mistakes) {
        for (Object instance : settings.instances()) {
            if (instance.getClass() == type) {
                return instance;
            }
        }
        for (Object instance : settings.instances()) {
            if (type.isInstance(instance)) {
                return instance;
            }
        }
        Object delivered = delivered(type, mistakes);
        return delivered != null ? delivered : construct(type, mistakes);
    }

    private @Nullable Object delivered(Class<?> type, Mistakes mistakes) {
        InstanceFactory factory = settings.factory();
        if (factory == null) {
            return null;
        }
        try {
            return factory.instance(type).map(type::cast).orElse(null);
        } catch (RuntimeException failed) {
            throw mistakes.found(
                    "the InstanceFactory failed to give a " + type.getName() + ": correct it",
                    failed);
        }
    }

    private static Object construct(Class<?> type, Mistakes mistakes) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.trySetAccessible();
            return constructor.newInstance();
        } catch (InvocationTargetException failed) {
            throw mistakes.found(
                    "the constructor of " + type.getName() + " failed", failed.getCause());
        } catch (ReflectiveOperationException e) {
            throw cannotMake(type, mistakes, e);
        }
    }

    private static InvalidGatewayException cannotMake(
            Class<?> type, Mistakes mistakes, Exception cause) {
        return mistakes.found(
                type.getName()
                        + " can't be made: give an instance to Gateways.instances, set an"
                        + " InstanceFactory, or give it an accessible constructor without"
                        + " parameters",
                cause);
    }
}
