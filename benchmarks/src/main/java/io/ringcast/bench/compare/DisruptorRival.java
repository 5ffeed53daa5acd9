package io.ringcast.bench.compare;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.ringcast.loop.WaitMode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The raw Disruptor: many producers, its stock wait strategies, a handler that calls on. */
final class DisruptorRival implements Rival {
    private static final class Slot {
        @Nullable Object event;
    }

    private final Disruptor<Slot> disruptor;
    private final RingBuffer<Slot> ring;

    DisruptorRival(WaitMode mode, Consumer<Object> listener) {
        disruptor =
                new Disruptor<>(
                        Slot::new,
                        8192,
                        DaemonThreadFactory.INSTANCE,
                        ProducerType.MULTI,
                        strategy(mode));
        disruptor.handleEventsWith(
                (slot, sequence, endOfBatch) -> {
                    Object event = slot.event;
                    if (event != null) {
                        listener.accept(event);
                    }
                });
        ring = disruptor.start();
    }

    private static WaitStrategy strategy(WaitMode mode) {
        return switch (mode) {
            case SPIN -> new BusySpinWaitStrategy();
            case YIELD -> new YieldingWaitStrategy();
            case PARK -> new SleepingWaitStrategy();
            case BLOCKING -> new BlockingWaitStrategy();
        };
    }

    @Override
    public void publish(Object event) {
        long sequence = ring.next();
        ring.get(sequence).event = event;
        ring.publish(sequence);
    }

    @Override
    public void close() {
        disruptor.halt();
    }
}
