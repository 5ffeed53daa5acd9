package io.ringcast.internal.gateway;

import io.ringcast.gateway.ArgumentMetadata;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a parameter refuses null: a primitive, one marked as not null, and any type that is not
 * marked as nullable, nor a boxed primitive, in code that is null-marked. Marks are known by name:
 * several libraries have them, and none is required.
 */
final class Required {
    private static final Set<String> NULLABLE = Set.of("Nullable", "CheckForNull");
    private static final Set<String> NOT_NULL = Set.of("NotNull", "NonNull", "Nonnull");

    private static final Map<Class<?>, Object> EMPTY =
            Map.of(
                    Optional.class, Optional.empty(),
                    OptionalInt.class, OptionalInt.empty(),
                    OptionalLong.class, OptionalLong.empty(),
                    OptionalDouble.class, OptionalDouble.empty());

    private Required() {}

    /** What stands for a missing argument of a type: null, but for optional ones. */
    static @Nullable Object absent(Type type) {
        return EMPTY.get(TypeResolution.raw(type));
    }

    static boolean is(ArgumentMetadata parameter, Method method) {
        Class<?> raw = TypeResolution.raw(parameter.type());
        if (raw.isPrimitive()) {
            return true;
        }
        for (Annotation annotation : parameter.annotations()) {
            String name = annotation.annotationType().getSimpleName();
            if (NULLABLE.contains(name)) {
                return false;
            }
            if (NOT_NULL.contains(name)) {
                return true;
            }
        }
        boolean mayMiss = EMPTY.containsKey(raw) || isBoxed(raw);
        return !mayMiss && isNullMarked(method);
    }

    private static boolean isBoxed(Class<?> raw) {
        return MethodType.methodType(raw).hasWrappers();
    }

    private static boolean isNullMarked(Method method) {
        if (has(method, "NullUnmarked") || has(method, "NullMarked")) {
            return has(method, "NullMarked");
        }
        for (Class<?> c = method.getDeclaringClass(); c != null; c = c.getEnclosingClass()) {
            if (has(c, "NullUnmarked") || has(c, "NullMarked")) {
                return has(c, "NullMarked");
            }
        }
        Package where = method.getDeclaringClass().getPackage();
        return (where != null && has(where, "NullMarked"))
                || has(method.getDeclaringClass().getModule(), "NullMarked");
    }

    private static boolean has(AnnotatedElement element, String name) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
