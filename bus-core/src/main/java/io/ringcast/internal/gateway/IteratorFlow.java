package io.ringcast.internal.gateway;

import io.ringcast.Registration;
import io.ringcast.loop.AnyThread;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The items of a stream, an iterator or an iterable on their way to the client. */
@AnyThread
final class IteratorFlow {
    /*
     * Items are taken in small lots: on the loop, or on the executor where the handler is blocking,
     * because it is the taking that blocks then. Between two lots the loop does other things, and
     * the connection must have become writable. The iterator and its source are touched by one
     * thread at a time: whoever takes a lot hands over to the loop, and the source is closed by the
     * next taker after the end.
     */
    private final Exchange exchange;
    private final Iterator<?> items;
    private final AutoCloseable source;
    private final ResultModel model;
    private final Pace pace;
    private @Nullable Registration disconnect;
    private boolean isTaking;
    private boolean ended;

    private IteratorFlow(
            Exchange exchange, Iterator<?> items, AutoCloseable source, ResultModel model) {
        this.exchange = exchange;
        this.items = items;
        this.source = source;
        this.model = model;
        this.pace = new Pace(exchange);
    }

    static void start(
            Exchange exchange, Iterator<?> items, AutoCloseable source, ResultModel model) {
        IteratorFlow flow = new IteratorFlow(exchange, items, source, model);
        if (exchange.socket().isConnected()) {
            flow.disconnect = exchange.socket().onDisconnect(reason -> flow.cancel());
            flow.next();
        } else {
            flow.cancel();
        }
    }

    /** What one taking brought. */
    private record Lot(List<Object> items, boolean isLast, @Nullable Throwable failure) {}

    private void next() {
        if (ended) {
            return;
        }
        if (!exchange.host().isWritable()) {
            pace.later(this::next);
            return;
        }
        pace.reset();
        isTaking = true;
        elsewhere(
                () -> {
                    Lot lot = take();
                    exchange.onLoop(() -> taken(lot));
                },
                full -> taken(new Lot(List.of(), true, full)));
    }

    private void elsewhere(Runnable step, Consumer<RejectedExecutionException> refused) {
        if (!exchange.plan().isBlocking()) {
            step.run();
            return;
        }
        try {
            exchange.plan().gateway().executor().execute(step);
        } catch (RejectedExecutionException full) {
            refused.accept(full);
        }
    }

    private Lot take() {
        List<Object> lot = new ArrayList<>(Pace.LOT);
        try {
            while (lot.size() < Pace.LOT) {
                if (!items.hasNext()) {
                    return new Lot(lot, true, null);
                }
                lot.add(items.next());
            }
            return new Lot(lot, false, null);
        } catch (Throwable failure) {
            return new Lot(lot, true, failure);
        }
    }

    private void taken(Lot lot) {
        isTaking = false;
        if (ended) {
            close();
            return;
        }
        Throwable failure = lot.failure();
        try {
            for (Object item : lot.items()) {
                exchange.plan().gateway().delivery().item(exchange, item, model);
            }
        } catch (Throwable undeliverable) {
            failure = undeliverable;
        }
        if (failure != null) {
            end();
            Pipeline.fail(exchange, failure);
        } else if (lot.isLast()) {
            end();
            exchange.plan().gateway().delivery().ended(exchange);
        } else {
            pace.later(this::next);
        }
    }

    private void cancel() {
        if (!ended) {
            end();
            Pipeline.finish(exchange);
        }
    }

    private void end() {
        ended = true;
        if (disconnect != null) {
            disconnect.close();
        }
        if (!isTaking) {
            close();
        }
    }

    private void close() {
        elsewhere(this::closeSource, this::notClosed);
    }

    private void closeSource() {
        try {
            source.close();
        } catch (Exception failure) {
            notClosed(failure);
        }
    }

    private void notClosed(Exception failure) {
        exchange.report(failure, ", closing its stream");
    }
}
