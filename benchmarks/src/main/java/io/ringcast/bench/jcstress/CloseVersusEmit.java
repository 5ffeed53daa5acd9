package io.ringcast.bench.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * Is a message that was sent while its session closed either delivered before the end, or refused?
 */
@JCStressTest
@Outcome(
        id = {"QUEUED, 200 4x|200 6\u001e1|400, 1", "CLOSED, 200 6\u001e1|400|400, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "delivered, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost without a word, or not closed once")
@State
public class CloseVersusEmit {
    private final Engine engine = new Engine().polling();

    /** The application sends. */
    @Actor
    public void emit(LLI_Result result) {
        result.r1 = engine.session().sendText("x").toString();
        engine.session().flush();
    }

    /** Somebody closes. */
    @Actor
    public void close() {
        engine.session().close(false);
    }

    /** What the client's next three GETs get; of errors only the status. */
    @Arbiter
    public void polls(LLI_Result result) {
        result.r2 = poll() + "|" + poll() + "|" + poll();
        result.r3 = engine.closes.get();
    }

    private String poll() {
        Exchange exchange = new Exchange("polling", "session");
        engine.server.handleRequest(exchange);
        return exchange.answer().startsWith("400") ? "400" : exchange.answer();
    }
}
