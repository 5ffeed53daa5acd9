package io.ringcast.engineio;

/**
 * A refused request: Engine.IO's {@code connection_error}.
 *
 * @param request the request, valid during the call that brings this
 * @param error the code
 * @param message what the client is told
 * @param context what exactly was wrong: {@code TRANSPORT_MISMATCH}, {@code PROTOCOL_MISMATCH},
 *     {@code TRANSPORT_HANDSHAKE_ERROR}, {@code INVALID_ORIGIN}, {@code ID_GENERATION_ERROR},
 *     {@code MIDDLEWARE_FAILURE}, {@code HOST_NOT_ALLOWED}, {@code TOO_MANY_SESSIONS}, {@code
 *     TOO_MANY_SESSIONS_OF_ADDRESS}, {@code SHUTTING_DOWN}; or the name of the parameter at fault:
 *     {@code transport}, {@code sid}, {@code method}, {@code protocol}, {@code message}
 */
public record ConnectionError(
        EngineRequest request, EngineError error, String message, String context) {}
