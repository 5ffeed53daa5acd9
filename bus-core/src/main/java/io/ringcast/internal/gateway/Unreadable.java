package io.ringcast.internal.gateway;

import io.ringcast.gateway.BadRequestException;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says where an argument did not fit, without saying what it was. */
final class Unreadable {
    // The path's names may be a client's own: keys of a map.
    private static final int MAX_PATH_LENGTH = 200;

    private Unreadable() {}

    static BadRequestException request(
            PayloadException failure, int argument, PayloadType<?> type) {
        String expected = TypeResolution.name(type.type());
        if (!(failure.getCause() instanceof JacksonException inside)) {
            return new BadRequestException(argument, "", expected);
        }
        if (inside instanceof MismatchedInputException mismatch
                && mismatch.getTargetType() != null) {
            expected = mismatch.getTargetType().getSimpleName();
        }
        return new BadRequestException(argument, path(inside), expected);
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            String name = step.getPropertyName();
            path.append(path.isEmpty() ? "" : ".");
            path.append(name != null ? name : String.valueOf(step.getIndex()));
            if (path.length() > MAX_PATH_LENGTH) {
                path.setLength(MAX_PATH_LENGTH);
                break;
            }
        }
        return path.toString();
    }
}
