package io.ringcast.internal.gateway;

import io.ringcast.Socket;
import io.ringcast.gateway.BadRequestException;
import io.ringcast.internal.dispatch.Body;
import io.ringcast.internal.dispatch.EventHost;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Arguments that are not plain payload. */
final class Sources {
    private Sources() {}

    /** The socket. */
    static final ArgumentSource.Direct SOCKET =
            new ArgumentSource.Direct() {
                @Override
                Object read(EventHost host, @Nullable Object body) {
                    return host;
                }
            };

    /** The socket's namespace. */
    static final ArgumentSource.Direct NAMESPACE =
            new ArgumentSource.Direct() {
                @Override
                Object read(EventHost host, @Nullable Object body) {
                    return ((Socket) host).namespace();
                }
            };

    /** How the client came. */
    static final ArgumentSource.Direct HANDSHAKE =
            new ArgumentSource.Direct() {
                @Override
                Object read(EventHost host, @Nullable Object body) {
                    return ((Socket) host).handshake();
                }
            };

    /** Something of the exchange. */
    @FunctionalInterface
    interface Reading {
        @Nullable Object read(Exchange exchange) throws Exception;
    }

    static ArgumentSource of(Reading reading) {
        return new ArgumentSource() {
            @Override
            @Nullable Object read(Exchange exchange) throws Exception {
                return reading.read(exchange);
            }
        };
    }

    /** Always the same. */
    static ArgumentSource.Direct constant(Object value) {
        return new ArgumentSource.Direct() {
            @Override
            Object read(EventHost host, @Nullable Object body) {
                return value;
            }
        };
    }

    /** All arguments, as an array or a list. */
    static ArgumentSource.Direct all(boolean isArray) {
        return new ArgumentSource.Direct() {
            @Override
            Object read(EventHost host, @Nullable Object body) {
                List<@Nullable Object> values = values(body);
                return isArray ? values.toArray() : Collections.unmodifiableList(values);
            }
        };
    }

    private static List<@Nullable Object> values(@Nullable Object body) {
        Payload payload = Body.payload(body);
        List<@Nullable Object> values = new ArrayList<>(payload.size());
        for (int i = 0; i < payload.size(); i++) {
            values.add(payload.get(i));
        }
        return values;
    }

    /** A property of the first argument: absent where that is no object. */
    static ArgumentSource.Direct property(
            String name,
            PayloadType<?> type,
            PayloadType<Map<String, Object>> map,
            boolean required) {
        return new ArgumentSource.Direct() {
            @Override
            @Nullable Object read(EventHost host, @Nullable Object body) {
                return orMissing(get(body), required, type, 0, name);
            }

            private @Nullable Object get(@Nullable Object body) {
                Payload payload = Body.payload(body);
                Object first = payload.size() == 0 ? null : payload.get(0);
                if (first == null) {
                    return null;
                }
                try {
                    Map<String, Object> object = map.convert(first);
                    Object value = object == null ? null : object.get(name);
                    return value == null ? null : type.convert(value);
                } catch (PayloadException unreadable) {
                    throw new BadRequestException(0, name, TypeResolution.name(type.type()));
                }
            }
        };
    }

    /** What Nest calls the body: nothing, the argument, or a list of several. */
    static ArgumentSource.Direct body(PayloadType<?> type, boolean required) {
        return new ArgumentSource.Direct() {
            @Override
            @Nullable Object read(EventHost host, @Nullable Object body) {
                Payload payload = Body.payload(body);
                try {
                    Object value =
                            switch (payload.size()) {
                                case 0 -> null;
                                case 1 -> payload.get(0, type);
                                default -> type.convert(values(body));
                            };
                    return orMissing(value, required, type, 0, "");
                } catch (PayloadException unreadable) {
                    throw Unreadable.request(unreadable, 0, type);
                }
            }
        };
    }

    /** What the client said when it entered. */
    static ArgumentSource.Direct auth(PayloadType<?> type, boolean required) {
        return new ArgumentSource.Direct() {
            @Override
            @Nullable Object read(EventHost host, @Nullable Object body) {
                Payload auth = ((Socket) host).handshake().auth();
                try {
                    Object value = auth.size() == 0 ? null : auth.get(0, type);
                    return orMissing(value, required, type, 0, "auth");
                } catch (PayloadException unreadable) {
                    throw new BadRequestException(0, "auth", TypeResolution.name(type.type()));
                }
            }
        };
    }

    /** A named group of the namespace's name. */
    static ArgumentSource.Direct group(
            Pattern pattern, String name, PayloadType<?> type, boolean required) {
        return new ArgumentSource.Direct() {
            @Override
            @Nullable Object read(EventHost host, @Nullable Object body) {
                Matcher matcher = pattern.matcher(((Socket) host).namespace().name());
                String text = matcher.matches() ? matcher.group(name) : null;
                try {
                    Object value = text == null ? null : type.convert(text);
                    return orMissing(value, required, type, 0, "namespace");
                } catch (PayloadException unreadable) {
                    throw new BadRequestException(0, "namespace", TypeResolution.name(type.type()));
                }
            }
        };
    }

    /** A value of the socket's data: absent where it is of another type. */
    static ArgumentSource.Direct socketValue(String key, Class<?> type, boolean isOptional) {
        return new ArgumentSource.Direct() {
            @Override
            @Nullable Object read(EventHost host, @Nullable Object body) {
                Object value = ((Socket) host).data().asMap().get(key);
                Object fitting = type.isInstance(value) ? value : null;
                return isOptional ? Optional.ofNullable(fitting) : fitting;
            }
        };
    }

    private static @Nullable Object orMissing(
            @Nullable Object value,
            boolean required,
            PayloadType<?> type,
            int argument,
            String path) {
        if (value != null) {
            return value;
        }
        if (required) {
            throw new BadRequestException(argument, path, TypeResolution.name(type.type()));
        }
        return Required.absent(type.type());
    }
}
