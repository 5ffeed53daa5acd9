package io.ringcast.hostile;

import io.ringcast.transport.Counter;
import java.util.List;

/**
 * One thing that no client should do.
 *
 * @param name the number of its group among the hostile inputs, and what it is
 * @param counters those that count it, any of them; none if it is served like anything else
 * @param step does it, and checks the answers
 */
record Attack(String name, List<Counter> counters, Step step) {

    /** What is done to a server. */
    interface Step {
        void run(TargetServer server) throws Exception;
    }

    static Attack counted(String name, Counter counter, Step step) {
        return new Attack(name, List.of(counter), step);
    }

    /** One that is within the rules, however odd. */
    static Attack served(String name, Step step) {
        return new Attack(name, List.of(), step);
    }

    @Override
    public String toString() {
        return name;
    }
}
