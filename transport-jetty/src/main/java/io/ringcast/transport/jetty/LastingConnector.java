package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose selectors go on when something is thrown between two selections, for want of
 * memory for instance, and which tells when one can't: its connections would never be read again.
 */
@AnyThread
final class LastingConnector extends ServerConnector {
    /*
     * Jetty 12.1 guards each task of a selector, and logs what it throws. Left are three gaps:
     * - The selector's own step throws (its log does, mostly): the thread takes that for "nothing to
     *   do" and goes, and nobody calls another one. Demand that is registered before each selection
     *   makes it look again, and one that goes nevertheless is followed by another.
     * - select() fails, and so does its repair: onSelectFailed.
     * - The log throws again while that is logged: the thread leaves in the state of one that
     *   selects. The thread pool sees it; the selector is dead, and what still comes for it is done
     *   by whoever brings it, or the server could not stop.
     * The acceptor ends when the log of its failure throws: it must not.
     */
    private static final long PAUSE_NANOS = 1_000_000;

    private final List<LastingSelector> lasting = new CopyOnWriteArrayList<>();
    private volatile @Nullable Consumer<Throwable> onFatal;

    LastingConnector(Server server, int acceptors, int selectors, ConnectionFactory... protocols) {
        super(server, acceptors, selectors, protocols);
        if (server.getThreadPool() instanceof Threads threads) {
            threads.connector = this;
        }
    }

    /** Sets who is told that a selector has ended. */
    void onFatal(Consumer<Throwable> told) {
        onFatal = told;
    }

    private void fatal(Throwable cause) {
        Consumer<Throwable> told = onFatal;
        if (told != null && isRunning()) {
            told.accept(cause);
        }
    }

    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        try {
            return super.handleAcceptFailure(failure);
        } catch (Throwable lost) {
            return isRunning();
        }
    }

    @Override
    protected SelectorManager newSelectorManager(
            Executor executor, Scheduler scheduler, int selectors) {
        return new Selectors(executor, scheduler, selectors);
    }

    /** A thread has done a job: a selector may be left alone. */
    private void done() {
        for (int i = 0; i < lasting.size(); i++) {
            lasting.get(i).goOn();
        }
    }

    /** A thread leaves a job with a throwable: a selector that it ran is dead. */
    private void left(Runnable job, Throwable thrown) {
        for (int i = 0; i < lasting.size(); i++) {
            lasting.get(i).left(job, thrown);
        }
    }

    private final class Selectors extends ServerConnectorManager {
        Selectors(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            LastingSelector made = new LastingSelector(this, id);
            lasting.add(made);
            return made;
        }
    }

    private final class LastingSelector extends ManagedSelector {
        private final AdaptiveExecutionStrategy strategy =
                Objects.requireNonNull(getBean(AdaptiveExecutionStrategy.class));
        // Written by the thread that selects, read by those that leave.
        private volatile @Nullable Thread selecting;
        // Written and read by threads that have done a job; an old value costs a pause at most.
        private volatile long lastRescue;
        // Written by the thread that leaves, read by those that submit.
        private volatile boolean isDead;

        LastingSelector(SelectorManager manager, int id) {
            super(manager, id);
        }

        @Override
        protected int nioSelect(Selector selector, boolean now) throws IOException {
            Thread current = Thread.currentThread();
            if (selecting != current) {
                selecting = current;
            }
            strategy.dispatch();
            return super.nioSelect(selector, now);
        }

        /** Has a thread select if none does; a moment later if that was needed just before. */
        private void goOn() {
            if (strategy.isIdle() && isRunning() && getSelector() != null) {
                long now = System.nanoTime();
                if (now - lastRescue < PAUSE_NANOS) {
                    LockSupport.parkNanos(PAUSE_NANOS); // what threw may throw again
                }
                lastRescue = now;
                strategy.dispatch();
            }
        }

        private void left(Runnable job, Throwable thrown) {
            if (isRunning() && (job == strategy || selecting == Thread.currentThread())) {
                isDead = true;
                fatal(thrown);
            }
        }

        @Override
        protected void onSelectFailed(Throwable cause) {
            fatal(cause);
        }

        @Override
        public void submit(SelectorUpdate update) {
            Selector selector = getSelector();
            if (isDead && selector != null) {
                update.update(selector);
            } else {
                super.submit(update);
            }
        }
    }

    /** The threads of a server with such a connector. */
    static final class Threads extends QueuedThreadPool {
        // Written once, as the server is made.
        private volatile @Nullable LastingConnector connector;

        Threads(int most) {
            super(most);
        }

        @Override
        protected void runJob(Runnable job) {
            try {
                super.runJob(job);
            } catch (Throwable thrown) {
                left(job, thrown);
                throw thrown;
            }
            done();
        }

        /** A reserved thread goes on waiting when it has done what it was given: no job ends. */
        @Override
        public boolean tryExecute(Runnable task) {
            return super.tryExecute(() -> watch(task));
        }

        private void watch(Runnable task) {
            try {
                task.run();
            } catch (Throwable thrown) {
                left(task, thrown);
                throw thrown;
            }
            done();
        }

        private void left(Runnable job, Throwable thrown) {
            LastingConnector owner = connector;
            if (owner != null) {
                owner.left(job, thrown);
            }
        }

        private void done() {
            LastingConnector owner = connector;
            if (owner != null) {
                owner.done();
            }
        }
    }
}
