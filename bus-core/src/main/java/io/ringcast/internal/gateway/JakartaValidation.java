package io.ringcast.internal.gateway;

import io.ringcast.gateway.ValidationFailedException;
import io.ringcast.gateway.ValidationFailedException.Violation;
import io.ringcast.internal.gateway.GatewayModel.Callee;
import io.ringcast.loop.AnyThread;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.executable.ExecutableValidator;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Validation by a provider. The only class that knows Jakarta Bean Validation's own. */
@AnyThread
final class JakartaValidation implements Validation {
    private static final int MAX_CACHED_TYPES = 1_024;

    private final Validator validator;
    private final ConcurrentHashMap<Class<?>, Boolean> constrained = new ConcurrentHashMap<>();

    private JakartaValidation(Validator validator) {
        this.validator = validator;
    }

    static @Nullable Validation of(List<Object> instances) {
        for (Object instance : instances) {
            if (instance instanceof Validator validator) {
                return new JakartaValidation(validator);
            }
        }
        try {
            return new JakartaValidation(
                    jakarta.validation.Validation.buildDefaultValidatorFactory().getValidator());
        } catch (ValidationException noProvider) {
            return null;
        }
    }

    @Override
    public boolean isConstrained(Class<?> type) {
        Boolean known = constrained.get(type);
        if (known == null) {
            known = validator.getConstraintsForClass(type).isBeanConstrained();
            if (constrained.size() >= MAX_CACHED_TYPES) {
                constrained.clear();
            }
            constrained.put(type, known);
        }
        return known;
    }

    @Override
    public void object(Object value, int argument, Class<?>[] groups) {
        refuse(validator.validate(value, groups), violation -> argument);
    }

    @Override
    public ArgumentCheck method(
            Object gateway, Callee callee, Class<?>[] groups, Mistakes mistakes) {
        Method method = Objects.requireNonNull(callee.method(), "method");
        ExecutableValidator executables = validator.forExecutables();
        try {
            var unused =
                    validator
                            .getConstraintsForClass(gateway.getClass())
                            .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        } catch (ValidationException contradictory) {
            throw mistakes.found("its constraints can't be used", contradictory);
        }
        return arguments ->
                refuse(
                        executables.validateParameters(gateway, method, arguments, groups),
                        violation -> argument(violation.getPropertyPath(), callee));
    }

    private static int argument(Path path, Callee callee) {
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                int index = node.as(Path.ParameterNode.class).getParameterIndex();
                return callee.parameters().get(index).argument();
            }
        }
        return -1;
    }

    private static <T> void refuse(
            Set<ConstraintViolation<T>> violations,
            ToIntFunction<ConstraintViolation<T>> argument) {
        if (violations.isEmpty()) {
            return;
        }
        throw new ValidationFailedException(
                violations.stream()
                        .map(violation -> violation(violation, argument.applyAsInt(violation)))
                        .sorted(
                                Comparator.comparingInt(Violation::argument)
                                        .thenComparing(Violation::path)
                                        .thenComparing(Violation::constraint))
                        .toList());
    }

    private static Violation violation(ConstraintViolation<?> violation, int argument) {
        String constraint =
                violation
                        .getConstraintDescriptor()
                        .getAnnotation()
                        .annotationType()
                        .getSimpleName();
        return new Violation(
                argument, path(violation.getPropertyPath()), constraint, violation.getMessage());
    }

    /** The path inside of the argument: without the method and its parameter. */
    private static String path(Path whole) {
        StringBuilder path = new StringBuilder();
        for (Path.Node node : whole) {
            if (node.getIndex() != null) {
                path.append(path.isEmpty() ? "" : ".").append(node.getIndex());
            } else if (node.getKey() != null) {
                path.append(path.isEmpty() ? "" : ".").append(node.getKey());
            }
            boolean isProperty = node.getKind() == ElementKind.PROPERTY;
            if (isProperty && node.getName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return path.toString();
    }
}
