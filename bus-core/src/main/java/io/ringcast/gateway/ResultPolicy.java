package io.ringcast.gateway;

/** How results and failures reach the client. */
public enum ResultPolicy {
    /**
     * Every ack that was asked for is answered. A value, null included, is the ack; nothing ({@code
     * void}) is an empty ack after success; {@link WsResponse}s are emitted, with an empty ack
     * after them; {@code CompletionStage}, {@code Optional} and streams stand for what they hold. A
     * failure is answered in the ack, {@code {status: 'error', code, message}}, or else emitted as
     * {@code exception}.
     */
    STANDARD,
    /**
     * What NestJS 12 does, for clients of existing applications. The body is null without
     * arguments, the argument if there is one, a list of them otherwise, for every payload
     * parameter. No ack is sent for null, for nothing, and after a {@link WsResponse}; a map with a
     * truthy {@code event} counts as one. Each plain item of a publisher is an ack, of which only
     * the first arrives; an iterator is acked as {@code {}}. Failures are emitted as {@code
     * exception}, {@code {status: 'error', message, cause: {pattern, data}}}, where {@code data} is
     * what the client sent, and never answered.
     */
    NEST
}
