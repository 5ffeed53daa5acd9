package io.ringcast.bench.ack;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import org.jspecify.annotations.Nullable;

/** Two raw rings: one to the listener, one back, polled by the asking thread. */
final class DisruptorAsking implements Asking {
    private static final class Slot {
        @Nullable Object value;
    }

    private final Answers answers;
    private final Disruptor<Slot> there;
    private final RingBuffer<Slot> questions;
    private final RingBuffer<Slot> back;
    private final Sequence taken = new Sequence();

    DisruptorAsking(Answers answers) {
        this.answers = answers;
        back = RingBuffer.createSingleProducer(Slot::new, 8192, new BusySpinWaitStrategy());
        back.addGatingSequences(taken);
        there =
                new Disruptor<>(
                        Slot::new,
                        8192,
                        DaemonThreadFactory.INSTANCE,
                        ProducerType.MULTI,
                        new BusySpinWaitStrategy());
        there.handleEventsWith((slot, sequence, endOfBatch) -> send(back, slot.value));
        questions = there.start();
    }

    private static void send(RingBuffer<Slot> ring, @Nullable Object value) {
        long sequence = ring.next();
        ring.get(sequence).value = value;
        ring.publish(sequence);
    }

    @Override
    public void ask() {
        answers.asked++;
        send(questions, Answers.QUESTION);
    }

    @Override
    public void poll() {
        long next = taken.get() + 1;
        long available = back.getCursor();
        while (next <= available) {
            Object value = back.get(next).value;
            if (value != null) {
                answers.take(value);
            }
            next++;
        }
        taken.set(next - 1);
    }

    @Override
    public void close() {
        there.halt();
    }
}
