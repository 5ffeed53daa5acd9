package io.ringcast.gateway;

import java.util.List;

/** Arguments do not satisfy their constraints. Code {@code validation}. */
public final class ValidationFailedException extends WsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * One constraint that is not satisfied. The rejected value is not part of it.
     *
     * @param argument which argument of the event, from 0; -1 for the arguments together
     * @param path where in it; empty for all of it
     * @param constraint the constraint's name, {@code "NotBlank"} for instance
     * @param message what the validator says
     */
    public record Violation(int argument, String path, String constraint, String message) {}

    /**
     * Makes the exception.
     *
     * @param violations what is wrong, in the order of arguments and paths
     */
    public ValidationFailedException(List<Violation> violations) {
        super("validation", "Validation failed");
        this.violations = List.copyOf(violations);
    }

    /**
     * What is wrong.
     *
     * @return the violations
     */
    public List<Violation> violations() {
        return violations;
    }
}
