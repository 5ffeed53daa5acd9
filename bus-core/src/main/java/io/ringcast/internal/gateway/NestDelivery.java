package io.ringcast.internal.gateway;

import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.Phase;
import io.ringcast.gateway.Results;
import io.ringcast.gateway.WsException;
import io.ringcast.gateway.WsResponse;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.protocol.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What NestJS's Socket.IO adapter and its default filter do, wishes left aside. */
final class NestDelivery extends Delivery {

    @Override
    boolean isDirect(HandlerPlan plan) {
        return false;
    }

    @Override
    void deliver(Exchange exchange, @Nullable Object result, ResultModel model) {
        if (result instanceof CompletionStage<?> stage) {
            await(exchange, stage, model);
        } else if (result instanceof Optional<?> optional) {
            Pipeline.deliver(exchange, optional.orElse(null), model);
        } else if (isGenerator(result) || !stream(exchange, result, model)) {
            item(exchange, isGenerator(result) ? Map.of() : result, model);
            Pipeline.finish(exchange);
        }
    }

    /** JSON knows nothing of a generator's items. */
    private static boolean isGenerator(@Nullable Object result) {
        return result instanceof Iterator<?>
                || (result instanceof Iterable<?> && Results.isStream(result.getClass()));
    }

    @Override
    void item(Exchange exchange, @Nullable Object item, ResultModel model) {
        if (item instanceof WsResponse<?> response && !response.event().isEmpty()) {
            emit(exchange, response);
        } else if (item instanceof Map<?, ?> map && isTruthy(map.get("event"))) {
            exchange.socket().emit(String.valueOf(map.get("event")), map.get("data"));
        } else if (model.emitAs() != null && item != null) {
            exchange.socket().emit(model.emitAs(), item);
        } else if (item != null && answersItself(exchange)) {
            exchange.send(plain(item));
        }
    }

    private static boolean answersItself(Exchange exchange) {
        AckMode ack = exchange.plan().ack();
        return ack == AckMode.AUTO || (ack == AckMode.MANUAL && exchange.isHandled);
    }

    private static boolean isTruthy(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
        }
        return value != null && !Boolean.FALSE.equals(value) && !value.equals("");
    }

    /** Responses that are acked are what they are in JavaScript: objects with two properties. */
    private static Object plain(Object item) {
        if (item instanceof Collection<?> items
                && items.stream().anyMatch(WsResponse.class::isInstance)) {
            return items.stream().map(each -> each == null ? null : plain(each)).toList();
        }
        if (!(item instanceof WsResponse<?> response)) {
            return item;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("event", response.event());
        if (response.data() != null) {
            map.put("data", response.data());
        }
        return map;
    }

    @Override
    void ended(Exchange exchange) {
        Pipeline.finish(exchange);
    }

    @Override
    void error(Exchange exchange, Throwable failure) {
        if (isSilent(exchange, failure)) {
            return;
        }
        exchange.socket().emit("exception", nestBody(exchange, failure));
    }

    private static Object nestBody(Exchange exchange, Throwable failure) {
        if (failure instanceof WsException e && e.details() != null) {
            return e.details();
        }
        ErrorBody body = ErrorBody.of(failure);
        if (body.isInternal()) {
            exchange.report(failure, "");
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("status", "error");
        map.put("message", body.message());
        if (body.errors() != null) {
            map.put("errors", body.errors());
        }
        if (exchange.phase() == Phase.EVENT) {
            map.put("cause", cause(exchange));
        }
        return map;
    }

    private static Map<String, @Nullable Object> cause(Exchange exchange) {
        Map<String, @Nullable Object> cause = new LinkedHashMap<>();
        cause.put("pattern", exchange.event());
        Payload payload = Body.payload(exchange.body());
        switch (payload.size()) {
            case 0 -> {}
            case 1 -> cause.put("data", payload.get(0));
            default -> cause.put("data", all(payload));
        }
        return cause;
    }

    private static List<@Nullable Object> all(Payload payload) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < payload.size(); i++) {
            values.add(payload.get(i));
        }
        return values;
    }
}
