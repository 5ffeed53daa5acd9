package io.ringcast.internal.gateway;

import io.ringcast.Arguments;
import io.ringcast.Socket;
import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.Phase;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.internal.dispatch.RingArguments;
import io.ringcast.loop.EventLoop;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context as far as it is told by a plan, a socket and an event's body. */
interface PlanContext extends EventContext {

    HandlerPlan plan();

    EventHost host();

    @Nullable Object body();

    @Override
    default Phase phase() {
        return plan().phase();
    }

    @Override
    default Socket socket() {
        return (Socket) host();
    }

    @Override
    default Arguments arguments() {
        EventHost host = host();
        return new RingArguments(body(), host.mapper());
    }

    @Override
    default Object gateway() {
        return plan().gateway().instance();
    }

    @Override
    default String handler() {
        return plan().name();
    }

    @Override
    default <A extends Annotation> Optional<A> annotation(Class<A> type) {
        Optional<A> own = plan().annotations().find(type);
        return own.isPresent() ? own : plan().gateway().model().annotations().find(type);
    }

    @Override
    default <A extends Annotation> List<A> annotations(Class<A> type) {
        List<A> all = new ArrayList<>(plan().annotations().all(type));
        all.addAll(plan().gateway().model().annotations().all(type));
        return List.copyOf(all);
    }

    @Override
    default EventLoop loop() {
        return host().loop();
    }
}
