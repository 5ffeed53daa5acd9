package io.ringcast.interop;

import java.util.List;

/** The ways in which packets travel between an official client and the server. */
enum Route {
    POLLING("polling"),
    WEBSOCKET("websocket"),
    /** What clients do by default. */
    UPGRADE("polling", "websocket");

    private final String first;
    private final String last;

    Route(String only) {
        this(only, only);
    }

    Route(String first, String last) {
        this.first = first;
        this.last = last;
    }

    List<String> transports() {
        return first.equals(last) ? List.of(last) : List.of(first, last);
    }

    /** Where a connection is in the end. */
    String destination() {
        return last;
    }
}
