package io.ringcast.internal.gateway;

import io.ringcast.internal.dispatch.Listener;

/** An event and the plan for it, of which each namespace has a listener of its own. */
record PlannedEvent(String event, HandlerPlan plan, boolean isDirect) {

    PlannedEvent(String event, HandlerPlan plan) {
        this(event, plan, DirectHandler.suits(plan));
    }

    /** Makes the listener of one namespace: it may have state, which that namespace's loop owns. */
    Listener.Handler listener() {
        return isDirect ? DirectHandler.of(event, plan) : new PlannedHandler(event, plan);
    }
}
