package io.ringcast.gateway;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the client is told about: {@code {status: 'error', code, message}}, or details of
 * one's own. It has no stack trace: it is an outcome, not a fault.
 */
public class WsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient @Nullable Object details;

    /**
     * A failure with the code {@code "error"}.
     *
     * @param message what the client is told
     */
    public WsException(String message) {
        this("error", message);
    }

    /**
     * A failure.
     *
     * @param code what the client's program can look at
     * @param message what the client is told
     */
    public WsException(String code, String message) {
        this(code, message, null);
    }

    /**
     * A failure with details, which are sent as they are instead of code and message.
     *
     * @param code for filters and logs
     * @param message for filters and logs
     * @param details what the client receives, or null for the usual form
     */
    public WsException(String code, String message, @Nullable Object details) {
        super(Objects.requireNonNull(message, "message"), null, false, false);
        this.code = Objects.requireNonNull(code, "code");
        this.details = details;
    }

    /**
     * A failure whose details the client receives as they are.
     *
     * @param details any value that can be sent
     * @return the exception
     */
    public static WsException of(Object details) {
        Objects.requireNonNull(details, "details");
        return new WsException("error", details.getClass().getSimpleName(), details);
    }

    /**
     * What the client's program can look at.
     *
     * @return the code
     */
    public String code() {
        return code;
    }

    /**
     * What the client receives instead of code and message.
     *
     * @return the details, or null
     */
    public @Nullable Object details() {
        return details;
    }
}
