package io.ringcast.bench.jcstress;

import io.ringcast.internal.loop.RingLoop;
import java.util.concurrent.CountDownLatch;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Do two loops that flood each other's full rings get all of it, without sleeping over any? */
@JCStressTest
@Outcome(id = "12345, 12345", expect = Expect.ACCEPTABLE, desc = "all, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "out of order, or a wake-up was lost")
@State
public class Spill {
    private static final int EACH = 5;
    private static final RingLoop LEFT = Loops.small("left");
    private static final RingLoop RIGHT = Loops.small("right");

    private final CountDownLatch done = new CountDownLatch(2 * EACH);
    private final Log atLeft = new Log();
    private final Log atRight = new Log();

    /** One loop's thread floods the other one. */
    @Actor
    public void fromLeft() {
        LEFT.submit(() -> flood(RIGHT, atRight));
    }

    /** And the other way round. */
    @Actor
    public void fromRight() {
        RIGHT.submit(() -> flood(LEFT, atLeft));
    }

    private void flood(RingLoop loop, Log log) {
        for (int n = 1; n <= EACH; n++) {
            int number = n;
            loop.submit(() -> arrived(log, number));
        }
    }

    private void arrived(Log log, int number) {
        log.order = log.order * 10 + number;
        done.countDown();
    }

    /** What came of it. */
    @Arbiter
    public void arrived(II_Result result) {
        boolean all = Loops.await(done);
        result.r1 = all ? atLeft.order : -1;
        result.r2 = all ? atRight.order : -1;
    }

    /** One loop's, read by the arbiter behind the latch. */
    private static final class Log {
        private int order;
    }
}
