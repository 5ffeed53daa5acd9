package io.ringcast.internal.gateway;

import io.ringcast.internal.gateway.GatewayModel.Callee;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jakarta Bean Validation as gateways need it. */
interface Validation {

    /** Whether objects of a class have constraints; looked up once. */
    boolean isConstrained(Class<?> type);

    /** Checks an object. */
    void object(Object value, int argument, Class<?>[] groups);

    /** Makes the check of a method's arguments. */
    ArgumentCheck method(Object gateway, Callee callee, Class<?>[] groups, Mistakes mistakes);

    /** What is there, or null. */
    static @Nullable Validation find(List<Object> instances) {
        try {
            Class.forName(
                    "jakarta.validation.Validation", false, Validation.class.getClassLoader());
            return JakartaValidation.of(instances);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
