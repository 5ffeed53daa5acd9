package io.ringcast.internal.gateway;

import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.Pipe;
import io.ringcast.gateway.ValidationPipe;
import io.ringcast.internal.gateway.GatewayModel.Callee;
import io.ringcast.internal.gateway.GatewayModel.Parameter;
import io.ringcast.loop.AnyThread;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts validation where parameters ask for it. */
@AnyThread
final class ValidationBinder {
    /*
     * An object is validated on its own, which is far cheaper than validating a method's
     * parameters; that is done only where a parameter itself has a constraint, or a container's
     * elements are meant.
     */
    private static final Class<?>[] DEFAULT_GROUP = {};

    private final RegisteredGateway gateway;
    private @Nullable Validation validation;
    private boolean hasLooked;

    ValidationBinder(RegisteredGateway gateway) {
        this.gateway = gateway;
    }

    /** Pipes with validation in them, and a check of the whole call, or null. */
    record Checks(List<List<Pipe<?, ?>>> pipes, @Nullable ArgumentCheck all) {}

    Checks checks(Callee callee, List<List<Pipe<?, ?>>> pipes, Mistakes mistakes) {
        boolean isWhole = false;
        for (Parameter parameter : callee.parameters()) {
            isWhole |= needsWhole(callee, parameter);
        }
        List<List<Pipe<?, ?>>> checked = new ArrayList<>();
        for (int i = 0; i < pipes.size(); i++) {
            Parameter parameter = callee.parameters().get(i);
            checked.add(
                    SourceBinder.isPayload(parameter)
                            ? with(parameter, pipes.get(i), isWhole, mistakes)
                            : pipes.get(i));
        }
        return new Checks(checked, isWhole ? whole(callee, pipes, mistakes) : null);
    }

    private static boolean needsWhole(Callee callee, Parameter parameter) {
        var annotations = parameter.metadata().annotations();
        boolean isInside =
                callee.method() != null
                        && ConstraintScan.isInside(
                                callee.method()
                                        .getAnnotatedParameterTypes()[
                                        parameter.metadata().index()]);
        return ConstraintScan.hasConstraint(annotations)
                || isInside
                || (ConstraintScan.hasValid(annotations)
                        && (ConstraintScan.isContainer(parameter.raw())
                                || !SourceBinder.isPayload(parameter)));
    }

    private ArgumentCheck whole(Callee callee, List<List<Pipe<?, ?>>> pipes, Mistakes mistakes) {
        Class<?>[] groups = DEFAULT_GROUP;
        for (List<Pipe<?, ?>> each : pipes) {
            for (Pipe<?, ?> pipe : each) {
                groups = pipe instanceof ValidationPipe v ? groups(v) : groups;
            }
        }
        return validation(mistakes).method(gateway.instance(), callee, groups, mistakes);
    }

    private static Class<?>[] groups(ValidationPipe pipe) {
        return pipe.groups().toArray(DEFAULT_GROUP);
    }

    private List<Pipe<?, ?>> with(
            Parameter parameter, List<Pipe<?, ?>> pipes, boolean isWhole, Mistakes mistakes) {
        boolean isValid = ConstraintScan.hasValid(parameter.metadata().annotations());
        boolean isCovered = isValid && isWhole;
        boolean hasPipe = false;
        List<Pipe<?, ?>> checked = new ArrayList<>();
        for (Pipe<?, ?> pipe : pipes) {
            if (!(pipe instanceof ValidationPipe validating)) {
                checked.add(pipe);
            } else if (!isCovered) {
                hasPipe = true;
                addCheck(checked, parameter, groups(validating), mistakes);
            }
        }
        if (isValid && !isCovered && !hasPipe) {
            addCheck(checked, parameter, DEFAULT_GROUP, mistakes);
        }
        return checked;
    }

    private void addCheck(
            List<Pipe<?, ?>> checked, Parameter parameter, Class<?>[] groups, Mistakes mistakes) {
        Class<?> type = parameter.raw();
        boolean isConstrained = ConstraintScan.isConstrained(type);
        // In one process a subclass may arrive, and bring constraints.
        boolean mayBeMore =
                !Modifier.isFinal(type.getModifiers()) && !type.getName().startsWith("java.");
        Validation found = isConstrained ? validation(mistakes) : mayBeMore ? orNull() : null;
        if (found != null && (mayBeMore || found.isConstrained(type))) {
            checked.add(new BeanCheck(found, groups, Math.max(0, parameter.argument())));
        }
    }

    private Validation validation(Mistakes mistakes) {
        Validation known = orNull();
        if (known == null) {
            throw mistakes.found(
                    "its parameters have constraints, and there is no provider of Jakarta Bean"
                            + " Validation that works: add Hibernate Validator and an"
                            + " implementation of Jakarta Expression Language, or give a Validator"
                            + " to Gateways.instances");
        }
        return known;
    }

    private @Nullable Validation orNull() {
        if (!hasLooked) {
            hasLooked = true;
            validation = Validation.find(gateway.settings().instances());
        }
        return validation;
    }

    /** Validates one object. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record BeanCheck(Validation validation, Class<?>[] groups, int argument)
            implements Pipe<Object, Object> {

        @Override
        public @Nullable Object transform(@Nullable Object value, ArgumentMetadata metadata) {
            if (value != null && validation.isConstrained(value.getClass())) {
                validation.object(value, argument, groups);
            }
            return value;
        }
    }
}
