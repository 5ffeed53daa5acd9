package io.ringcast.internal.gateway;

import io.ringcast.gateway.AsyncGuard;
import io.ringcast.gateway.CallHandler;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.ExceptionFilter;
import io.ringcast.gateway.ForbiddenException;
import io.ringcast.gateway.Guard;
import io.ringcast.gateway.HandlerInvoker;
import io.ringcast.gateway.Interceptor;
import io.ringcast.gateway.Order;
import io.ringcast.gateway.WsException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of an exchange: guards, interceptors, arguments, the handler, interceptors again, the
 * result; on any failure the filters. All on the loop, but for what blocking handlers do.
 */
final class Pipeline {
    private Pipeline() {}

    /** Begins. When this returns, the exchange is released or something is still to come. */
    static void start(Exchange exchange) {
        guard(exchange, 0);
    }

    // ---- guards

    private static void guard(Exchange exchange, int from) {
        CanActivate[] guards = exchange.plan().guards();
        try {
            for (int i = from; i < guards.length; i++) {
                if (guards[i] instanceof Guard guard) {
                    if (!guard.canActivate(exchange)) {
                        throw new ForbiddenException();
                    }
                } else {
                    await(exchange, ((AsyncGuard) guards[i]).canActivate(exchange), i + 1);
                    return;
                }
            }
        } catch (Throwable refusal) {
            fail(exchange, refusal);
            return;
        }
        run(exchange);
    }

    private static void await(Exchange exchange, CompletionStage<Boolean> decision, int next) {
        var unused =
                decision.whenComplete(
                        (allowed, failure) ->
                                exchange.onLoop(
                                        () -> {
                                            if (failure != null) {
                                                fail(exchange, failure);
                                            } else if (!Boolean.TRUE.equals(allowed)) {
                                                fail(exchange, new ForbiddenException());
                                            } else if (!exchange.socket().isConnected()) {
                                                exchange.drop();
                                            } else {
                                                guard(exchange, next);
                                            }
                                        }));
    }

    // ---- the handler

    /** Goes on behind the guards. */
    static void run(Exchange exchange) {
        if (exchange.plan().isBlocking()) {
            runElsewhere(exchange);
            return;
        }
        Object result;
        try {
            result = call(exchange);
        } catch (Throwable failure) {
            fail(exchange, failure);
            return;
        }
        settle(exchange, result);
    }

    private static void runElsewhere(Exchange exchange) {
        try {
            exchange.plan()
                    .gateway()
                    .executor()
                    .execute(
                            () -> {
                                try {
                                    Object result = call(exchange);
                                    exchange.onLoop(() -> settle(exchange, result));
                                } catch (Throwable failure) {
                                    exchange.onLoop(() -> fail(exchange, failure));
                                }
                            });
        } catch (RejectedExecutionException full) {
            fail(exchange, new WsException("busy", "Too many requests"));
        }
    }

    private static @Nullable Object call(Exchange exchange) throws Throwable {
        exchange.caller = Thread.currentThread();
        try {
            Interceptor[] interceptors = exchange.plan().interceptors();
            return interceptors.length == 0 ? invoke(exchange) : intercept(exchange, 0);
        } finally {
            if (exchange.plan().isBlocking()) {
                exchange.caller = null;
            }
        }
    }

    private static @Nullable Object intercept(Exchange exchange, int index) throws Exception {
        Interceptor[] interceptors = exchange.plan().interceptors();
        if (index == interceptors.length) {
            try {
                return invoke(exchange);
            } catch (Exception | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new ExecutionException(failure);
            }
        }
        CallHandler next =
                () -> {
                    checkThread(exchange);
                    return intercept(exchange, index + 1);
                };
        return interceptors[index].intercept(exchange, next);
    }

    private static void checkThread(Exchange exchange) {
        boolean isRight =
                exchange.plan().isBlocking()
                        ? exchange.caller == Thread.currentThread()
                        : exchange.host().loop().inLoop();
        if (!isRight) {
            throw new IllegalStateException(
                    "proceed() is called on another thread than the handler's: go on with"
                            + " context.loop()");
        }
    }

    private static @Nullable Object invoke(Exchange exchange) throws Throwable {
        HandlerPlan plan = exchange.plan();
        ArgumentSource[] from = plan.sources();
        HandlerInvoker invoker = plan.invoker();
        ArgumentCheck check = plan.check();
        if (check != null || from.length > 2) {
            @Nullable Object[] arguments = new @Nullable Object[from.length];
            for (int i = 0; i < from.length; i++) {
                arguments[i] = from[i].read(exchange);
            }
            if (check != null) {
                check.check(arguments);
            }
            return adapt(plan, invoker.invokeAll(arguments));
        }
        return adapt(
                plan,
                switch (from.length) {
                    case 0 -> invoker.invoke();
                    case 1 -> invoker.invoke(from[0].read(exchange));
                    default -> invoker.invoke(from[0].read(exchange), from[1].read(exchange));
                });
    }

    private static @Nullable Object adapt(HandlerPlan plan, @Nullable Object result) {
        return result == null || plan.result().isPlain() ? result : plan.gateway().adapt(result);
    }

    // ---- the end

    private static void settle(Exchange exchange, @Nullable Object result) {
        deliver(exchange, result, exchange.plan().result());
        if (exchange.plan().order() == Order.ARRIVAL) {
            exchange.release();
        }
    }

    /** Delivers a result; the exchange is finished when all of it has left. */
    static void deliver(Exchange exchange, @Nullable Object result, ResultModel model) {
        try {
            RegisteredGateway gateway = exchange.plan().gateway();
            Object known = result == null || model.isPlain() ? result : gateway.adapt(result);
            gateway.delivery().deliver(exchange, known, model);
        } catch (Throwable failure) {
            fail(exchange, failure);
        }
    }

    /** All of the result has left, or there is none. */
    static void finish(Exchange exchange) {
        exchange.release();
    }

    /** Hands a failure to the filter that takes it, or else to the client. */
    static void fail(Exchange exchange, Throwable thrown) {
        Throwable failure = unwrap(thrown);
        boolean isFirst = exchange.failure == null;
        exchange.failure = failure;
        ExceptionFilter<Throwable> filter =
                isFirst ? exchange.plan().filters().find(failure) : null;
        if (filter == null || !filtered(exchange, filter, failure)) {
            tell(exchange, failure);
        }
        if (exchange.plan().order() == Order.ARRIVAL) {
            exchange.release();
        }
    }

    private static boolean filtered(
            Exchange exchange, ExceptionFilter<Throwable> filter, Throwable failure) {
        Object result;
        try {
            result = filter.catchError(failure, exchange);
        } catch (Throwable second) {
            exchange.report(second, ", its filter");
            return false;
        }
        exchange.isHandled = true;
        deliver(
                exchange,
                result,
                filter instanceof FilterChain.Method method
                        ? method.result()
                        : ResultModel.UNKNOWN);
        return true;
    }

    private static void tell(Exchange exchange, Throwable failure) {
        try {
            exchange.plan().gateway().delivery().error(exchange, failure);
        } catch (Throwable second) {
            exchange.report(second, ", its failure's delivery");
        }
        exchange.failed();
        finish(exchange);
    }

    static Throwable unwrap(Throwable thrown) {
        Throwable failure = thrown;
        while ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }
}
