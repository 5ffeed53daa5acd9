package io.ringcast.internal.gateway;

import io.ringcast.gateway.BadRequestException;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadType;
import org.jspecify.annotations.Nullable;

/** One argument of the event, as a type. */
final class PayloadSource extends ArgumentSource.Direct {
    private final PayloadType<?> type;
    private final int index;
    private final boolean isRequired;
    private final @Nullable Object absent;

    PayloadSource(PayloadType<?> type, int index, boolean isRequired) {
        this.type = type;
        this.index = index;
        this.isRequired = isRequired;
        this.absent = Required.absent(type.type());
    }

    @Override
    @Nullable Object read(EventHost host, @Nullable Object body) {
        Object value;
        try {
            value = body instanceof Payload payload ? get(payload) : single(body);
        } catch (PayloadException unreadable) {
            throw Unreadable.request(unreadable, index, type);
        }
        return value != null ? value : missing();
    }

    private @Nullable Object get(Payload payload) {
        return index < payload.size() ? payload.get(index, type) : null;
    }

    private @Nullable Object single(@Nullable Object body) {
        return index == 0 && body != null ? type.convert(body) : null;
    }

    private @Nullable Object missing() {
        if (isRequired) {
            throw new BadRequestException(index, "", TypeResolution.name(type.type()));
        }
        return absent;
    }
}
