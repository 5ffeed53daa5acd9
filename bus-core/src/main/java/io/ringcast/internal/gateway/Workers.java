package io.ringcast.internal.gateway;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where blocking handlers run unless the application says it: virtual threads, or a pool. */
final class Workers {
    /*
     * What waits is bounded by the sockets: each has one handler under way, and its own bound for
     * those behind it. Threads end when they are idle, and never keep a JVM alive.
     */
    private static final int THREADS = 64;
    private static final long IDLE_SECONDS = 30;

    private Workers() {}

    static Executor make() {
        try {
            // JDK 21; this is compiled for 17.
            Method virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            return (ExecutorService) virtual.invoke(null);
        } catch (ReflectiveOperationException older) {
            return pool();
        }
    }

    static ThreadPoolExecutor pool() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread =
                                    new Thread(task, "gateway-worker-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
