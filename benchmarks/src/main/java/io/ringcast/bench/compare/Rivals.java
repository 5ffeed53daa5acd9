package io.ringcast.bench.compare;

import io.ringcast.loop.WaitMode;
import java.util.Locale;
import java.util.function.Consumer;

/** The rivals by name. */
public final class Rivals {
    private Rivals() {}

    /**
     * Sets a rival up.
     *
     * @param name its name
     * @param listener where events are to arrive, on another thread
     * @return the rival, running
     */
    public static Rival of(String name, Consumer<Object> listener) {
        if (name.startsWith("ringcast-")) {
            return new RingcastRival(waitMode(name), listener);
        }
        if (name.startsWith("disruptor-")) {
            return new DisruptorRival(waitMode(name), listener);
        }
        return switch (name) {
            case "submission-publisher" -> new SubmissionPublisherRival(listener);
            case "reactor" -> new ReactorRival(listener);
            case "spring" -> new SpringRival(listener);
            case "greenrobot" -> new GreenrobotRival(listener);
            case "guava" -> new GuavaRival(listener);
            case "mbassador" -> new MbassadorRival(listener);
            case "vertx" -> new VertxRival(listener);
            case "array-blocking-queue" -> new QueueRival(listener);
            default -> throw new IllegalArgumentException("no such rival: " + name);
        };
    }

    private static WaitMode waitMode(String name) {
        return WaitMode.valueOf(name.substring(name.indexOf('-') + 1).toUpperCase(Locale.ROOT));
    }
}
