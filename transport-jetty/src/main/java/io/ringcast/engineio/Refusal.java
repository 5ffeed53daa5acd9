package io.ringcast.engineio;

import java.util.List;

/**
 * Why a request is not served, and how its client is told.
 *
 * @param error the code
 * @param status the status on HTTP
 * @param message what the client reads
 * @param context what exactly was wrong
 */
record Refusal(EngineError error, int status, String message, String context) {

    static Refusal of(EngineError error, String context) {
        return new Refusal(error, 400, error.message(), context);
    }

    static Refusal badRequest(String context) {
        return of(EngineError.BAD_REQUEST, context);
    }

    static Refusal forbidden(String message) {
        return new Refusal(EngineError.FORBIDDEN, 403, message, "message");
    }

    /** Nothing is wrong with the request: it may be tried again. */
    static Refusal unavailable(String context) {
        return new Refusal(
                EngineError.BAD_REQUEST, 503, EngineError.BAD_REQUEST.message(), context);
    }

    /** Nothing is wrong with the request: it may be tried again, when others have left. */
    static Refusal tooManyOfAddress(int most) {
        return new Refusal(
                EngineError.BAD_REQUEST,
                429,
                "More than " + most + " sessions from one address",
                "TOO_MANY_SESSIONS_OF_ADDRESS");
    }

    /** Answers a request that is no upgrade. */
    void answer(HttpExchange exchange, EngineObserver observer) {
        observer.onConnectionError(new ConnectionError(exchange, error, message, context));
        ResponseHeaders headers = new ResponseHeaders().set("Content-Type", "application/json");
        String body = "{\"code\":" + error.code() + ",\"message\":" + Json.quote(message) + "}";
        exchange.respond(new HttpResponse(status, headers, List.of(Responses.utf8(body)), false));
    }

    /** Answers an upgrade: words instead of JSON, and no 403. */
    void answerUpgrade(UpgradeExchange exchange, EngineObserver observer) {
        observer.onConnectionError(new ConnectionError(exchange, error, message, context));
        ResponseHeaders headers =
                new ResponseHeaders().set("Connection", "close").set("Content-type", "text/html");
        int upgradeStatus = status == 403 ? 400 : status;
        exchange.respond(
                new HttpResponse(upgradeStatus, headers, List.of(Responses.utf8(message)), false));
    }
}
