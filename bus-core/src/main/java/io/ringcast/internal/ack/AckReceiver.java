package io.ringcast.internal.ack;

import io.ringcast.BusException;
import org.jspecify.annotations.Nullable;

/** Takes the fate of a pending answer inside the library. */
public interface AckReceiver {

    /** The answer came. */
    void onAnswer(@Nullable Object body);

    /** No answer will come. */
    void onFailure(BusException failure);
}
