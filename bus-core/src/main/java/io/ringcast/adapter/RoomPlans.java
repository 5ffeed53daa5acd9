package io.ringcast.adapter;

import io.ringcast.loop.LoopConfined;
import org.jspecify.annotations.Nullable;

/** The plans of a room, for the few events that are mostly sent to it. */
@LoopConfined
final class RoomPlans {
    private static final int EVENTS = 4;

    private final @Nullable RoomPlan[] plans = new @Nullable RoomPlan[EVENTS];
    private int oldest;

    /** The plan of an event; one that is new is given the oldest plan, so that none is garbage. */
    RoomPlan of(String event) {
        for (RoomPlan plan : plans) {
            if (plan != null && plan.isOf(event)) {
                return plan;
            }
        }
        return taken(event);
    }

    private RoomPlan taken(String event) {
        RoomPlan plan = plans[oldest];
        if (plan == null) {
            plan = new RoomPlan(event);
            plans[oldest] = plan;
        } else {
            plan.become(event);
        }
        oldest = (oldest + 1) % EVENTS;
        return plan;
    }
}
