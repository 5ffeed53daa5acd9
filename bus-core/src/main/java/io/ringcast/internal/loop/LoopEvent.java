package io.ringcast.internal.loop;

import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a ring or of a follow-up queue: what to do, to whom, with what. Preallocated, filled
 * by whoever publishes, cleared as soon as it has run so that nothing outlives its event.
 */
@LoopConfined
public final class LoopEvent {
    /*
     * Owner: the publisher between claim and publish, then the loop. The meaning of the fields is
     * the target's: it gives each of its operations a number.
     */
    @Nullable Target target;

    /** Which of the target's operations. */
    public int operation;

    /** The operation's first operand. */
    public @Nullable Object first;

    /** The operation's second operand. */
    public @Nullable Object second;

    /** The operation's third operand. */
    public @Nullable Object third;

    /** The operation's number, an ack id for instance. */
    public long number;

    /** What an event is for: runs one operation on the loop. */
    @FunctionalInterface
    public interface Target {

        /**
         * Runs the event.
         *
         * @param event reused after the call
         * @throws Exception anything; reported, and the loop goes on
         */
        void run(LoopEvent event) throws Exception;

        /**
         * Says whether its events are taken even where a full ring rejects: their publisher waits
         * for a place, as nobody could bring them again.
         */
        default boolean isVital() {
            return false;
        }
    }

    void fill(
            Target target,
            int operation,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third,
            long number) {
        this.target = target;
        this.operation = operation;
        this.first = first;
        this.second = second;
        this.third = third;
        this.number = number;
    }

    void clear() {
        target = null;
        first = null;
        second = null;
        third = null;
    }
}
