package io.ringcast.internal.gateway;

import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.WsResponse;
import io.ringcast.protocol.Payload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Every ack that was asked for is answered. */
final class StandardDelivery extends Delivery {
    private static final Payload NOTHING = Payload.of();

    @Override
    boolean isDirect(HandlerPlan plan) {
        return plan.ack() == AckMode.AUTO
                && plan.result().isPlain()
                && plan.result().emitAs() == null;
    }

    @Override
    void deliver(Exchange exchange, @Nullable Object result, ResultModel model) {
        if (result instanceof CompletionStage<?> stage) {
            await(exchange, stage, model);
        } else if (result instanceof Optional<?> optional) {
            Pipeline.deliver(exchange, optional.orElse(null), model);
        } else if (model.isPlain() || !stream(exchange, result, model)) {
            now(exchange, result, model);
            Pipeline.finish(exchange);
        }
    }

    private static void now(Exchange exchange, @Nullable Object result, ResultModel model) {
        if (result instanceof WsResponse<?> response) {
            emit(exchange, response);
            answer(exchange, NOTHING);
        } else if (result instanceof Collection<?> items && isResponses(items, model)) {
            items.forEach(item -> emit(exchange, (WsResponse<?>) item));
            answer(exchange, NOTHING);
        } else if (model.isNothing() && result == null) {
            answer(exchange, NOTHING);
        } else if (model.emitAs() != null) {
            exchange.socket().emit(model.emitAs(), result);
            answer(exchange, NOTHING);
        } else {
            answer(exchange, result);
        }
    }

    private static boolean isResponses(Collection<?> items, ResultModel model) {
        return items.isEmpty()
                ? model.isResponses()
                : !model.isPlain() && items.stream().allMatch(WsResponse.class::isInstance);
    }

    private static void answer(Exchange exchange, @Nullable Object argument) {
        AckMode ack = exchange.plan().ack();
        if (ack == AckMode.AUTO || (ack == AckMode.MANUAL && exchange.isHandled)) {
            exchange.send(argument);
        }
    }

    @Override
    void item(Exchange exchange, @Nullable Object item, ResultModel model) {
        if (item instanceof WsResponse<?> response) {
            emit(exchange, response);
        } else if (model.emitAs() != null) {
            exchange.socket().emit(model.emitAs(), item);
        } else {
            throw new IllegalStateException(
                    "a stream's item is no WsResponse, and the handler has no @EmitAs");
        }
    }

    @Override
    void ended(Exchange exchange) {
        answer(exchange, NOTHING);
        Pipeline.finish(exchange);
    }

    @Override
    void error(Exchange exchange, Throwable failure) {
        if (isSilent(exchange, failure)) {
            return;
        }
        Object body = body(exchange, failure);
        if (exchange.mayAnswer()) {
            exchange.send(body);
        } else {
            exchange.socket().emit("exception", withPattern(body, failure, exchange.event()));
        }
    }

    /** Details of the user's own are sent as they are. */
    private static Object withPattern(Object body, Throwable failure, String event) {
        boolean isOurs = ErrorBody.isBodyOf(failure);
        if (!isOurs || !(body instanceof Map<?, ?> map)) {
            return body;
        }
        Map<Object, Object> more = new LinkedHashMap<>(map);
        more.put("pattern", event);
        return more;
    }
}
