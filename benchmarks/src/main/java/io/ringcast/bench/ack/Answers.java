package io.ringcast.bench.ack;

import java.util.concurrent.atomic.AtomicLong;

/** Counts questions and answers. */
final class Answers {
    static final Object QUESTION = "question";

    // The asking thread's.
    long asked;
    // Written by the one thread that takes answers; read by the asking one.
    private final AtomicLong answered = new AtomicLong();
    private long wrong;

    void take(Object answer) {
        if (answer != QUESTION) {
            wrong++;
        }
        answered.lazySet(answered.getPlain() + 1);
    }

    void await(long count, Asking asking) {
        while (answered.get() < count) {
            asking.poll();
        }
    }

    void verify() {
        if (wrong > 0 || answered.get() != asked) {
            throw new IllegalStateException(asked + " asked, " + answered + ", wrong " + wrong);
        }
    }
}
