package io.ringcast.bench.compare;

import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor's multicast sink, taken on a single scheduler; the producer waits while it is full. */
final class ReactorRival implements Rival {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scheduler scheduler = Schedulers.newSingle("listener", true);
    private final Sinks.Many<Object> sink = Sinks.many().multicast().onBackpressureBuffer(8192);

    ReactorRival(Consumer<Object> listener) {
        var unused = sink.asFlux().publishOn(scheduler, 8192).subscribe(listener);
    }

    @Override
    public void publish(Object event) {
        sink.emitNext(event, Sinks.EmitFailureHandler.busyLooping(PATIENCE));
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
