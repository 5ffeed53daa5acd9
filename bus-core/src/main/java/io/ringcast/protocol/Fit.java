package io.ringcast.protocol;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value is of a type already, generics included, so that it can be handed over by
 * reference. When in doubt it is not: a conversion costs time, a wrong "yes" a {@code
 * ClassCastException} in somebody's listener.
 */
@FunctionalInterface
interface Fit {
    boolean test(Object value);

    Fit NEVER = value -> false;

    static Fit of(Type type) {
        if (type instanceof Class<?> c) {
            return boxed(c)::isInstance;
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        return type instanceof ParameterizedType p ? ofGeneric(p) : NEVER;
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static Fit ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        boolean anything = true;
        for (Type argument : arguments) {
            anything &= isAnything(argument);
        }
        if (anything) {
            return raw::isInstance;
        }
        return raw.getPackageName().equals("java.util") ? ofElements(raw, arguments) : NEVER;
    }

    private static boolean isAnything(Type type) {
        return type == Object.class
                || (type instanceof WildcardType w && w.getUpperBounds()[0] == Object.class);
    }

    private static Fit ofElements(Class<?> raw, Type[] arguments) {
        Fit first = of(arguments[0]);
        if (Collection.class.isAssignableFrom(raw)) {
            return value -> raw.isInstance(value) && all((Collection<?>) value, first);
        }
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            Fit second = of(arguments[1]);
            return value -> raw.isInstance(value) && all((Map<?, ?>) value, first, second);
        }
        return raw == Optional.class
                ? value -> value instanceof Optional<?> o && o.filter(x -> !first.test(x)).isEmpty()
                : NEVER;
    }

    private static boolean all(Collection<?> elements, Fit fit) {
        for (Object element : elements) {
            if (!isNullOr(element, fit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(Map<?, ?> map, Fit keys, Fit values) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!isNullOr(entry.getKey(), keys) || !isNullOr(entry.getValue(), values)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNullOr(@Nullable Object value, Fit fit) {
        return value == null || fit.test(value);
    }
}
