package io.ringcast.interop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client's socket was told, by kind: written by the client's thread, awaited by the test.
 */
public final class News {
    /** Much longer than anything here takes, and shorter than the tests' own limit. */
    public static final long PATIENCE_MILLIS = 30_000;

    private final Map<String, Deque<Object>> known = new HashMap<>();

    public synchronized void add(String kind, Object item) {
        known.computeIfAbsent(kind, k -> new ArrayDeque<>()).add(item);
        notifyAll();
    }

    /** Takes the next of its kind, waiting for it if need be. */
    public synchronized <T> T next(String kind, Class<T> type) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (known.getOrDefault(kind, new ArrayDeque<>()).isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("no " + kind + " came, but: " + known);
            }
            wait(left);
        }
        return type.cast(known.get(kind).remove());
    }

    public synchronized List<String> kinds() {
        return known.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
