package io.ringcast.internal.gateway;

import io.ringcast.Registration;
import io.ringcast.loop.LoopConfined;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher's items on their way to the client. */
@LoopConfined
final class PublisherFlow implements Flow.Subscriber<Object> {
    /*
     * The publisher's thread only passes on; all else happens on the loop. Demand is given in small
     * lots while the connection is writable, so that what may be on its way to a client that does
     * not read is one lot, whatever the publisher has. The loop does other things between two lots
     * of a publisher that has them ready. A connection that is not writable is looked
     * at again after a while, ever more seldom.
     */
    private final Exchange exchange;
    private final ResultModel model;
    private final Pace pace;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Registration disconnect;
    private int outstanding;
    private boolean isWaiting;
    private boolean isRequesting;
    private boolean ended;

    private PublisherFlow(Exchange exchange, ResultModel model) {
        this.exchange = exchange;
        this.model = model;
        this.pace = new Pace(exchange);
    }

    @SuppressWarnings("unchecked") // a subscriber of objects takes any item
    static void start(Exchange exchange, Flow.Publisher<?> publisher, ResultModel model) {
        PublisherFlow flow = new PublisherFlow(exchange, model);
        if (!exchange.socket().isConnected()) {
            Pipeline.finish(exchange);
            return;
        }
        flow.disconnect = exchange.socket().onDisconnect(reason -> flow.cancel());
        try {
            ((Flow.Publisher<Object>) publisher).subscribe(flow);
        } catch (Throwable refused) {
            flow.cancel();
            flow.failed(refused);
        }
    }

    // ---- the publisher's thread

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        exchange.onLoop(() -> subscribed(given));
    }

    @Override
    public void onNext(Object item) {
        Objects.requireNonNull(item, "item");
        exchange.onLoop(() -> next(item));
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        exchange.onLoop(() -> failed(failure));
    }

    @Override
    public void onComplete() {
        exchange.onLoop(this::completed);
    }

    // ---- the loop

    private void subscribed(Flow.Subscription given) {
        if (ended || subscription != null) {
            given.cancel();
            return;
        }
        subscription = given;
        demand();
    }

    private void next(Object item) {
        if (ended) {
            return;
        }
        if (--outstanding < 0) {
            cancelAndFail(new IllegalStateException("the publisher sends more than it was asked"));
            return;
        }
        try {
            exchange.plan().gateway().delivery().item(exchange, item, model);
        } catch (Throwable failure) {
            cancelAndFail(failure);
            return;
        }
        if (outstanding <= Pace.LOT / 2) {
            demand();
        }
    }

    /** Asks for more, now or when the connection can take it. */
    private void demand() {
        if (ended || isWaiting || subscription == null) {
            return;
        }
        // A publisher that is faster than a lot would hold the loop, or call itself without end.
        if (!isRequesting && exchange.host().isWritable()) {
            pace.reset();
            request(subscription);
        } else {
            isWaiting = true;
            pace.later(
                    () -> {
                        isWaiting = false;
                        demand();
                    });
        }
    }

    private void request(Flow.Subscription from) {
        int more = Pace.LOT - outstanding;
        outstanding += more;
        isRequesting = true;
        try {
            from.request(more);
        } catch (Throwable failure) {
            cancelAndFail(failure);
        } finally {
            isRequesting = false;
        }
    }

    private void cancelAndFail(Throwable failure) {
        cancelSubscription();
        failed(failure);
    }

    private void cancelSubscription() {
        try {
            if (subscription != null) {
                subscription.cancel();
            }
        } catch (Throwable failure) {
            exchange.report(failure, ", cancelling its publisher");
        }
    }

    private void failed(Throwable failure) {
        if (end()) {
            Pipeline.fail(exchange, failure);
        }
    }

    private void completed() {
        if (end()) {
            exchange.plan().gateway().delivery().ended(exchange);
        }
    }

    private void cancel() {
        if (end()) {
            cancelSubscription();
            Pipeline.finish(exchange);
        }
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (disconnect != null) {
            disconnect.close();
        }
        return true;
    }
}
