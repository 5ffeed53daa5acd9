package io.ringcast.internal.bus;

import io.ringcast.DataKey;
import io.ringcast.SocketData;
import io.ringcast.loop.AnyThread;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A socket's data: any thread may put, so the map is a concurrent one. */
@AnyThread
final class RingSocketData implements SocketData {
    private final Map<String, Object> values = new ConcurrentHashMap<>(4);

    @Override
    public <T> void put(DataKey<T> key, T value) {
        Objects.requireNonNull(value, "value");
        values.put(key.name(), key.type().cast(value));
    }

    @Override
    public <T> Optional<T> get(DataKey<T> key) {
        Object value = values.get(key.name());
        return key.type().isInstance(value)
                ? Optional.of(key.type().cast(value))
                : Optional.empty();
    }

    @Override
    public void remove(DataKey<?> key) {
        values.remove(key.name());
    }

    @Override
    public Map<String, Object> asMap() {
        return Map.copyOf(values);
    }
}
