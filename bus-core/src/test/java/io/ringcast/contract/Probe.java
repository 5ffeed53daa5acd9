package io.ringcast.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** What has been seen, in order, from whatever thread saw it. */
public final class Probe {
    private static final Object NULL = new Object();

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final Function<BlockingQueue<Object>, Object> await;

    Probe(Function<BlockingQueue<Object>, Object> await) {
        this.await = await;
    }

    /** Something was seen. */
    public void see(Object value) {
        seen.add(value == null ? NULL : value);
    }

    /** The next thing that was or will be seen. */
    public Object next() {
        Object value = await.apply(seen);
        return value == NULL ? null : value;
    }

    /** The next few things. */
    public List<Object> next(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(next());
        }
        return values;
    }

    /** What has been seen up to now and not been taken. */
    public List<Object> rest() {
        List<Object> values = new ArrayList<>();
        seen.drainTo(values);
        return values;
    }
}
