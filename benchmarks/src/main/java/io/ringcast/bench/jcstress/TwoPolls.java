package io.ringcast.bench.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/** Of two GETs of a session at once, is each answered once, and the session closed once? */
@JCStressTest
@Outcome(
        id = {"200 1, 400, 1", "400, 200 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "the first is told of the end, the second is refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "no answer, two answers, or not closed once")
@State
public class TwoPolls {
    private final Engine engine = new Engine().polling();
    private final Exchange first = new Exchange("polling", "session");
    private final Exchange second = new Exchange("polling", "session");

    /** One GET. */
    @Actor
    public void first() {
        engine.server.handleRequest(first);
    }

    /** Another one. */
    @Actor
    public void second() {
        engine.server.handleRequest(second);
    }

    /** What they were told. */
    @Arbiter
    public void answers(LLI_Result result) {
        result.r1 = first.answer();
        result.r2 = second.answer();
        result.r3 = engine.closes.get();
    }
}
