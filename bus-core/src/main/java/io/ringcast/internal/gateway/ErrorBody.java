package io.ringcast.internal.gateway;

import io.ringcast.AckTimeoutException;
import io.ringcast.gateway.BadRequestException;
import io.ringcast.gateway.ValidationFailedException;
import io.ringcast.gateway.ValidationFailedException.Violation;
import io.ringcast.gateway.WsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the client is told of a failure.
 *
 * @param code what its program can look at
 * @param message for people
 * @param errors more, or null
 * @param id under which the failure is reported where the client learns nothing else, or null
 */
record ErrorBody(
        String code,
        String message,
        @Nullable List<Map<String, Object>> errors,
        @Nullable String id) {

    static ErrorBody of(Throwable failure) {
        if (failure instanceof WsException e) {
            String message = String.valueOf(e.getMessage());
            return new ErrorBody(e.code(), message, errors(e), null);
        }
        if (failure instanceof TimeoutException || failure instanceof AckTimeoutException) {
            return new ErrorBody("timeout", "Timeout", null, null);
        }
        if (failure instanceof CancellationException) {
            return new ErrorBody("cancelled", "Cancelled", null, null);
        }
        // For looking a report up, nothing depends on its being hard to guess.
        String id = String.format("%08x", ThreadLocalRandom.current().nextInt());
        return new ErrorBody("internal", "Internal server error", null, id);
    }

    private static @Nullable List<Map<String, Object>> errors(WsException failure) {
        List<Map<String, Object>> errors = new ArrayList<>();
        if (failure instanceof BadRequestException e) {
            Map<String, Object> error = at(e.argument(), e.path());
            error.put("expected", e.expected());
            errors.add(error);
        } else if (failure instanceof ValidationFailedException e) {
            for (Violation violation : e.violations()) {
                Map<String, Object> error = at(violation.argument(), violation.path());
                error.put("constraint", violation.constraint());
                error.put("message", violation.message());
                errors.add(error);
            }
        }
        return errors.isEmpty() ? null : errors;
    }

    private static Map<String, Object> at(int argument, String path) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("argument", argument);
        error.put("path", path);
        return error;
    }

    /** Whether a failure has no details of its own that are sent instead of a body. */
    static boolean isBodyOf(Throwable failure) {
        return !(failure instanceof WsException e) || e.details() == null;
    }

    /** Whether the client is told nothing of the failure itself. */
    boolean isInternal() {
        return id != null;
    }

    Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("status", "error");
        map.put("code", code);
        map.put("message", message);
        if (errors != null) {
            map.put("errors", errors);
        }
        if (id != null) {
            map.put("id", id);
        }
        return map;
    }
}
