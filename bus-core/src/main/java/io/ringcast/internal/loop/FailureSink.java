package io.ringcast.internal.loop;

/** Where a loop reports what was thrown at it. */
@FunctionalInterface
public interface FailureSink {

    /**
     * Something threw.
     *
     * @param where the place in a few words
     * @param failure what was thrown
     */
    void onFailure(String where, Throwable failure);

    /**
     * The loop can't go on and ends, without having been asked to.
     *
     * @param failure what was thrown again and again
     */
    default void onFatal(Throwable failure) {
        onFailure("fatal", failure);
    }
}
