package io.ringcast.internal.gateway;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds Jakarta Bean Validation's annotations by name, so that none of its classes is needed. */
final class ConstraintScan {
    private static final String VALID = "jakarta.validation.Valid";
    private static final String CONSTRAINT = "jakarta.validation.Constraint";

    private ConstraintScan() {}

    static boolean isValid(Annotation annotation) {
        return annotation.annotationType().getName().equals(VALID);
    }

    /** Whether an annotation is a constraint, or holds several of one kind. */
    static boolean isConstraint(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        if (isConstraint(type)) {
            return true;
        }
        try {
            Class<?> held = type.getMethod("value").getReturnType().getComponentType();
            return held != null && held.isAnnotation() && isConstraint(held);
        } catch (NoSuchMethodException none) {
            return false;
        }
    }

    private static boolean isConstraint(Class<?> type) {
        for (Annotation annotation : type.getDeclaredAnnotations()) {
            if (annotation.annotationType().getName().equals(CONSTRAINT)) {
                return true;
            }
        }
        return false;
    }

    static boolean hasConstraint(List<Annotation> annotations) {
        return annotations.stream().anyMatch(ConstraintScan::isConstraint);
    }

    static boolean hasValid(List<Annotation> annotations) {
        return annotations.stream().anyMatch(ConstraintScan::isValid);
    }

    /** Whether constraints stand inside of a type: {@code List<@NotBlank String>}. */
    static boolean isInside(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
                if (isMarked(argument.getAnnotations()) || isInside(argument)) {
                    return true;
                }
            }
        }
        return type instanceof AnnotatedArrayType array
                && isInside(array.getAnnotatedGenericComponentType());
    }

    /** Whether the objects in something are meant, and not the thing itself. */
    static boolean isContainer(Class<?> type) {
        return Iterable.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || type == Optional.class
                || type.isArray();
    }

    /** Whether a class says anything about its fields and properties. */
    static boolean isConstrained(Class<?> type) {
        for (Class<?> each : MethodScan.hierarchy(type)) {
            if (isMarked(each.getDeclaredAnnotations())) {
                return true;
            }
            for (Field field : each.getDeclaredFields()) {
                if (isMarked(field.getDeclaredAnnotations())
                        || isInside(field.getAnnotatedType())) {
                    return true;
                }
            }
            for (Method method : each.getDeclaredMethods()) {
                if (method.getParameterCount() == 0
                        && (isMarked(method.getDeclaredAnnotations())
                                || isInside(method.getAnnotatedReturnType()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMarked(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (isValid(annotation) || isConstraint(annotation)) {
                return true;
            }
        }
        return false;
    }
}
