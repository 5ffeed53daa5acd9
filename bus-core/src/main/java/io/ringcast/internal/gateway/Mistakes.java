package io.ringcast.internal.gateway;

import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.InvalidGatewayException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a gateway, and where. */
record Mistakes(String where) {

    static Mistakes in(Class<?> type) {
        return new Mistakes(type.getName());
    }

    Mistakes in(String method) {
        return new Mistakes(where + "." + method);
    }

    Mistakes in(ArgumentMetadata parameter) {
        return new Mistakes(
                where
                        + ", parameter "
                        + parameter.index()
                        + " ("
                        + TypeResolution.name(parameter.type())
                        + " "
                        + parameter.name()
                        + ")");
    }

    InvalidGatewayException found(String what) {
        return found(what, null);
    }

    InvalidGatewayException found(String what, @Nullable Throwable cause) {
        return new InvalidGatewayException(where + ": " + what, cause);
    }
}
