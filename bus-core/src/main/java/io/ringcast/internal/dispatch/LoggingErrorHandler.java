package io.ringcast.internal.dispatch;

import io.ringcast.ErrorContext;
import io.ringcast.ErrorHandler;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.PayloadException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The default error handler: warnings in the log, without any payload. A failure that keeps coming
 * back is written with its stack once, and then counted in one line a minute: peers can fail as
 * often as they like, and a log is on a disk. An argument that does not fit is the peer's fault and
 * gets a line without a stack.
 */
@AnyThread
public final class LoggingErrorHandler implements ErrorHandler {
    /*
     * A kind of failure is where it happened, in the bus and in the program, and what was thrown.
     * All of that is chosen by programs. Only an argument that does not fit has no place but its
     * event: its name is part of the kind, but peers may have chosen it, so only some are.
     */
    private static final System.Logger LOG = System.getLogger("io.ringcast.Bus");
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int LONGEST_NAME = 100;
    private static final int MAX_KINDS = 1_000;
    private static final int MAX_KINDS_WITH_EVENT = 200;
    private static final int MAX_CAUSES = 10;

    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final Kind others;

    /** Makes a handler that has written nothing yet. */
    public LoggingErrorHandler() {
        this(System::nanoTime);
    }

    LoggingErrorHandler(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.others = new Kind(nanoTime.getAsLong());
    }

    /** What has been written of one kind, and how often it was left out since. */
    private static final class Kind {
        private final AtomicLong quietUntil;
        private final AtomicLong left = new AtomicLong();
        private final AtomicBoolean known = new AtomicBoolean();

        Kind(long now) {
            quietUntil = new AtomicLong(now);
        }

        /** Whether the last line is old enough; if so, the next one has to wait. */
        boolean isDue(long now) {
            long until = quietUntil.get();
            return now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS);
        }
    }

    @Override
    public void onError(ErrorContext context, Throwable failure) {
        boolean isArgument = failure instanceof PayloadException;
        String what = isArgument ? misfit(failure) : failureAt(failure);
        long now = nanoTime.getAsLong();
        Kind kind = kind(context, what, isArgument, now);
        if (!kind.isDue(now)) {
            kind.left.incrementAndGet();
        } else if (kind.known.getAndSet(true) || isArgument || kind == others) {
            long left = kind.left.getAndSet(0);
            String more = left == 0 ? "" : " (and " + left + " times more since the last warning)";
            LOG.log(Level.WARNING, line(context) + ": " + what + more);
        } else {
            LOG.log(Level.WARNING, line(context), failure);
        }
    }

    private Kind kind(ErrorContext context, String what, boolean isArgument, long now) {
        String where = context.where();
        int details = where.indexOf(','); // an error's id, say
        String name = (details < 0 ? where : where.substring(0, details)) + '\n' + what;
        if (isArgument) {
            Kind ofEvent = kind(name + '\n' + context.event(), MAX_KINDS_WITH_EVENT, now);
            if (ofEvent != null) {
                return ofEvent;
            }
        }
        Kind known = kind(name, MAX_KINDS, now);
        return known != null ? known : others;
    }

    private @Nullable Kind kind(String name, int most, long now) {
        Kind known = kinds.get(name);
        return known != null || kinds.size() >= most
                ? known
                : kinds.computeIfAbsent(name, missing -> new Kind(now));
    }

    /** The message of the cause is left out: it quotes what the peer sent. */
    private static String misfit(Throwable failure) {
        Throwable cause = failure.getCause();
        String kind = cause == null ? "" : " (" + cause.getClass().getName() + ")";
        return failure.getMessage() + kind;
    }

    private static String failureAt(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        String name = root.getClass().getName();
        StackTraceElement[] stack = root.getStackTrace();
        return stack.length == 0 ? name : name + " at " + place(stack);
    }

    private static StackTraceElement place(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String module = frame.getModuleName();
            if (module == null || !module.startsWith("java.")) {
                return frame;
            }
        }
        return stack[0];
    }

    private static String line(ErrorContext context) {
        return context.where()
                + " failed: namespace="
                + name(context.namespace())
                + ", event="
                + name(context.event());
    }

    /** Names may come from peers: they get one line, and not a long one. */
    private static @Nullable String name(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String shown = given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
