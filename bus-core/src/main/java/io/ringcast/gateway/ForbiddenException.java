package io.ringcast.gateway;

/** A guard said no. Code {@code forbidden}. */
public final class ForbiddenException extends WsException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public ForbiddenException() {
        super("forbidden", "Forbidden resource");
    }
}
