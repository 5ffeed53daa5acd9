package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/** The plans of a room, for the few events that are mostly sent to it. */
@LoopConfined
final class RoomPlans {
    private static final int EVENTS = 4;

    private final @Nullable RoomPlan[] plans = new @Nullable RoomPlan[EVENTS];
    private int oldest;

    /** The plan of an event; one that is new takes the oldest one's place. */
    RoomPlan of(String event) {
        for (RoomPlan plan : plans) {
            if (plan != null && plan.event.equals(event)) {
                return plan;
            }
        }
        RoomPlan plan = new RoomPlan(event);
        plans[oldest] = plan;
        oldest = (oldest + 1) % EVENTS;
        return plan;
    }
}
