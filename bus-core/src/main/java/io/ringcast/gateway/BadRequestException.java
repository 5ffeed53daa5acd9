package io.ringcast.gateway;

/**
 * An argument is missing, or is not of the type that the handler declares. Code {@code
 * bad_request}.
 */
public final class BadRequestException extends WsException {
    private static final long serialVersionUID = 1L;

    private final int argument;
    private final String path;
    private final String expected;

    /**
     * Makes the exception.
     *
     * @param argument which argument of the event, from 0
     * @param path where in it, {@code "address.city"} for instance; empty for all of it
     * @param expected the type that was expected there
     */
    public BadRequestException(int argument, String path, String expected) {
        super("bad_request", "Bad request");
        this.argument = argument;
        this.path = path;
        this.expected = expected;
    }

    /**
     * Which argument of the event.
     *
     * @return from 0
     */
    public int argument() {
        return argument;
    }

    /**
     * Where in the argument.
     *
     * @return property names separated by dots; empty for all of it
     */
    public String path() {
        return path;
    }

    /**
     * The type that was expected there.
     *
     * @return a simple name
     */
    public String expected() {
        return expected;
    }
}
