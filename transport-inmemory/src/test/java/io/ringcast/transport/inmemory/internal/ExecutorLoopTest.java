package io.ringcast.transport.inmemory.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop on an executor that refuses now and then. */
class ExecutorLoopTest {
    private static final int TASKS = 100_000;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    // Written by the test, read by threads that submit.
    private volatile boolean refuses = true;
    private final Executor executor =
            task -> {
                if (refuses) {
                    throw new RejectedExecutionException("on purpose");
                }
                threads.execute(task);
            };
    private final ExecutorLoop loop = new ExecutorLoop(executor, (where, failure) -> {});

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    // What one thread added just as another threw away what was refused could stay in the queue and
    // be counted out: from then on the last one never ran.
    @Test
    void shouldRunAllThatItTakesAfterItWasRefused() throws InterruptedException {
        Runnable flood =
                () -> {
                    for (int n = 0; n < TASKS; n++) {
                        loop.submit(() -> {});
                    }
                };
        List<Thread> submitters = Stream.of(flood, flood).map(Thread::new).toList();
        submitters.forEach(Thread::start);
        for (Thread submitter : submitters) {
            submitter.join();
        }
        CountDownLatch ran = new CountDownLatch(1);

        refuses = false;
        loop.submit(ran::countDown);

        assertThat(ran.await(60, SECONDS)).isTrue();
        assertThat(loop.backlog()).isLessThanOrEqualTo(1);
    }
}
