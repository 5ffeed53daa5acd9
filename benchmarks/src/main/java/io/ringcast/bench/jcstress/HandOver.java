package io.ringcast.bench.jcstress;

import io.ringcast.internal.loop.RingLoop;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Does what two threads hand over to a loop arrive, whole, and in the order of each? */
@JCStressTest
@Outcome(
        id = {"1234", "1324", "1342", "3124", "3142", "3412"},
        expect = Expect.ACCEPTABLE,
        desc = "all, in the order of each thread")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or out of order")
@State
public class HandOver {
    private static final RingLoop LOOP = Loops.small("hand-over");

    private final CountDownLatch done = new CountDownLatch(4);
    // The loop's, read by the arbiter behind the latch.
    private int order;

    /** One thread. */
    @Actor
    public void one() {
        LOOP.submit(() -> arrive(1));
        LOOP.submit(() -> arrive(2));
    }

    /** Another one. */
    @Actor
    public void other() {
        LOOP.submit(() -> arrive(3));
        LOOP.submit(() -> arrive(4));
    }

    private void arrive(int number) {
        order = order * 10 + number;
        done.countDown();
    }

    /** What came of it. Nothing more is handed over: that would wake a loop that sleeps over it. */
    @Arbiter
    public void arrived(I_Result result) {
        result.r1 = Loops.await(done) ? order : -1;
    }
}
