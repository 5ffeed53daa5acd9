package io.ringcast.internal.gateway;

import io.ringcast.gateway.Phase;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.gateway.Results;
import io.ringcast.gateway.WsException;
import io.ringcast.gateway.WsResponse;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** How results and failures leave. On the loop. */
abstract sealed class Delivery permits StandardDelivery, NestDelivery {

    static Delivery of(ResultPolicy policy) {
        return policy == ResultPolicy.NEST ? new NestDelivery() : new StandardDelivery();
    }

    /** Whether a plan's result is a plain answer, for which no exchange is needed. */
    abstract boolean isDirect(HandlerPlan plan);

    /** Delivers a result, and finishes the exchange when all of it has left. */
    abstract void deliver(Exchange exchange, @Nullable Object result, ResultModel model);

    /** Delivers one item of a stream. */
    abstract void item(Exchange exchange, @Nullable Object item, ResultModel model);

    /** All items have been delivered. */
    abstract void ended(Exchange exchange);

    /** Tells the client of a failure. */
    abstract void error(Exchange exchange, Throwable failure);

    /** Delivers what a stage completes with. */
    final void await(Exchange exchange, CompletionStage<?> stage, ResultModel model) {
        var unused =
                stage.whenComplete(
                        (value, failure) ->
                                exchange.onLoop(
                                        () -> {
                                            if (failure != null) {
                                                Pipeline.fail(exchange, failure);
                                            } else {
                                                Pipeline.deliver(exchange, value, model);
                                            }
                                        }));
    }

    /** Starts a stream if that is what a result is. */
    final boolean stream(Exchange exchange, @Nullable Object result, ResultModel model) {
        if (result instanceof Flow.Publisher<?> publisher) {
            PublisherFlow.start(exchange, publisher, model);
        } else if (result instanceof BaseStream<?, ?> stream) {
            IteratorFlow.start(exchange, stream.iterator(), stream, model);
        } else if (result instanceof Iterator<?> iterator) {
            IteratorFlow.start(exchange, iterator, closing(iterator), model);
        } else if (result instanceof Iterable<?> iterable && Results.isStream(result.getClass())) {
            IteratorFlow.start(exchange, iterable.iterator(), closing(iterable), model);
        } else {
            return false;
        }
        return true;
    }

    private static AutoCloseable closing(Object source) {
        return source instanceof AutoCloseable closeable ? closeable : () -> {};
    }

    static void emit(Exchange exchange, WsResponse<?> response) {
        if (response.isBroadcast()) {
            exchange.socket().broadcast().emit(response.event(), response.data());
        } else if (!response.rooms().isEmpty()) {
            exchange.namespace()
                    .to(response.rooms().toArray(String[]::new))
                    .emit(response.event(), response.data());
        } else {
            exchange.socket().emit(response.event(), response.data());
        }
    }

    /** What the client is told, without the event it was about. */
    static Object body(Exchange exchange, Throwable failure) {
        if (failure instanceof WsException e && e.details() != null) {
            return e.details();
        }
        ErrorBody body = ErrorBody.of(failure);
        if (body.isInternal()) {
            exchange.report(failure, ", error id " + body.id());
        }
        return body.map();
    }

    /** Failures outside of messages, which nobody asked about. */
    static boolean isSilent(Exchange exchange, Throwable failure) {
        if (exchange.phase() != Phase.DISCONNECTED) {
            return false;
        }
        exchange.report(failure, "");
        return true;
    }
}
