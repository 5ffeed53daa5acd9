package io.ringcast.engineio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request's place in the chain of filters: what comes after the filter at {@code index}. */
final class FilterStep implements EngineFilter.Next {
    private final EngineServer server;
    private final FilteredExchange exchange;
    private final boolean upgrade;
    private final int index;
    // A filter may call from any thread, and twice: the first call counts.
    private final AtomicBoolean used = new AtomicBoolean();

    private FilterStep(EngineServer server, FilteredExchange exchange, boolean upgrade, int index) {
        this.server = server;
        this.exchange = exchange;
        this.upgrade = upgrade;
        this.index = index;
    }

    /** Starts a request's way through the filters. */
    static void start(EngineServer server, FilteredExchange exchange, boolean upgrade) {
        new FilterStep(server, exchange, upgrade, -1).proceed();
    }

    @Override
    public void proceed() {
        if (!used.compareAndSet(false, true)) {
            return;
        }
        List<EngineFilter> filters = server.filters();
        int next = index + 1;
        if (next == filters.size()) {
            server.gate().enter(exchange, upgrade);
            return;
        }
        FilterStep step = new FilterStep(server, exchange, upgrade, next);
        try {
            filters.get(next).filter(exchange, exchange.added(), step);
        } catch (RuntimeException | Error e) {
            server.observer().onFailure("filter", e);
            step.reject();
        }
    }

    @Override
    public void reject() {
        if (used.compareAndSet(false, true)) {
            Refusal refusal = Refusal.badRequest("MIDDLEWARE_FAILURE");
            if (exchange instanceof FilteredExchange.Upgrade request) {
                refusal.answerUpgrade(request, server.observer());
            } else {
                refusal.answer(exchange, server.observer());
            }
        }
    }

    @Override
    public void respond(HttpResponse response) {
        if (used.compareAndSet(false, true)) {
            exchange.respond(response);
        }
    }
}
