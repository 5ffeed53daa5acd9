package io.ringcast.internal.dispatch;

import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.ManualLoop;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Counter;
import java.util.ArrayList;
import java.util.List;

/** An owner of listeners and acks that notes what it is told. */
public final class TestHost implements EventHost {
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Counter> counted = new ArrayList<>();
    private final List<Object> answers = new ArrayList<>();
    private final ManualLoop loop = new ManualLoop((where, failure) -> failures.add(failure));
    private final PayloadMapper mapper = PayloadMapper.standard();

    @Override
    public Loop loop() {
        return loop;
    }

    /** The loop, to be stepped. */
    public ManualLoop steps() {
        return loop;
    }

    /** Runs something on the loop. */
    public void run(Runnable task) {
        loop.submit(task);
        loop.runUntilIdle();
    }

    @Override
    public PayloadMapper mapper() {
        return mapper;
    }

    @Override
    public void failed(String where, String event, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void count(Counter counter) {
        counted.add(counter);
    }

    @Override
    public void answer(long ackId, Object body) {
        answers.add(ackId + "=" + body);
    }

    /** What was passed to the error handler. */
    public List<Throwable> failures() {
        return failures;
    }

    /** What was counted. */
    public List<Counter> counted() {
        return counted;
    }

    /** What was answered. */
    public List<Object> answers() {
        return answers;
    }
}
