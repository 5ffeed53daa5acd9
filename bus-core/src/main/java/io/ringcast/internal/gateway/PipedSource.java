package io.ringcast.internal.gateway;

import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.BadRequestException;
import io.ringcast.gateway.Pipe;
import io.ringcast.internal.gateway.GatewayModel.Parameter;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument that goes through pipes. */
final class PipedSource extends ArgumentSource {
    private final ArgumentSource from;
    private final Pipe<Object, ?>[] pipes;
    private final ArgumentMetadata metadata;
    private final PayloadType<?> type;
    private final int argument;
    private final boolean isRequired;

    @SuppressWarnings("unchecked") // a pipe's input has been looked at by the binder
    PipedSource(
            ArgumentSource from, List<Pipe<?, ?>> pipes, Parameter parameter, PayloadType<?> type) {
        this.from = from;
        this.pipes = pipes.toArray(Pipe[]::new);
        this.metadata = parameter.metadata();
        this.type = type;
        this.argument = Math.max(0, parameter.argument());
        this.isRequired = parameter.isRequired();
    }

    @Override
    @Nullable Object read(Exchange exchange) throws Exception {
        Object value = from.read(exchange);
        for (Pipe<Object, ?> pipe : pipes) {
            value = pipe.transform(value, metadata);
        }
        return converted(value);
    }

    private @Nullable Object converted(@Nullable Object value) {
        try {
            Object converted = value == null ? null : type.convert(value);
            if (converted == null && isRequired) {
                throw missing();
            }
            return converted != null ? converted : Required.absent(type.type());
        } catch (PayloadException unfitting) {
            throw Unreadable.request(unfitting, argument, type);
        }
    }

    private BadRequestException missing() {
        return new BadRequestException(argument, "", TypeResolution.name(type.type()));
    }
}
