package io.ringcast.transport.jetty;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ringcast.loop.AnyThread;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;

/** Closes the network connections of a server that are one too many, as they arrive. */
@AnyThread
final class ConnectionLimit implements SelectorManager.AcceptListener {
    /*
     * Jetty's own limit lets the system's queue fill instead: whoever is beyond it waits without a
     * word, nobody counts them, and each one that comes in or leaves at the limit is two lines of
     * log. Node closes, as this does.
     */
    private static final int MOST = 100_000;

    /** What a connection may hold: 4 KiB when it is idle, the rest for the head of its request. */
    private static final long BYTES = 32 * 1_024;

    private final int most;
    private final Runnable refused;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int most, Runnable refused) {
        this.most = most;
        this.refused = refused;
    }

    /** The most that neither fill the heap nor take the last files that the process may open. */
    static int byDefault() {
        long files = Long.MAX_VALUE;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            files = os.getMaxFileDescriptorCount();
        }
        long heap = Runtime.getRuntime().maxMemory() / BYTES;
        return (int) Math.max(1, Math.min(MOST, Math.min(heap, files - files / 8)));
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        if (open.incrementAndGet() > most) {
            refused.run();
            // Jetty then fails to accept it.
            IO.close(channel);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        open.decrementAndGet();
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        open.decrementAndGet();
    }
}
