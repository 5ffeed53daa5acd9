package io.ringcast.internal.dispatch;

import io.ringcast.AckCallback;
import io.ringcast.Arguments;
import io.ringcast.protocol.PayloadMapper;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A callback that takes the first argument of an answer as a type.
 *
 * @param type the type wanted
 * @param callback takes the argument
 * @param <T> the type wanted
 */
public record TypedAnswer<T>(Class<T> type, Consumer<? super T> callback) implements AckCallback {

    /** Checks what it is made of. */
    public TypedAnswer {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(callback, "callback");
    }

    @Override
    public void onAck(Arguments answer) {
        callback.accept(answer.get(0, type));
    }

    /** The answer as it travelled: what {@link #onAck} does, without making arguments of it. */
    @SuppressWarnings("NullAway") // a missing argument is null, as documented
    public void onAnswer(@Nullable Object body, PayloadMapper mapper) {
        callback.accept(Body.first(body, mapper.type(type)));
    }
}
