package io.ringcast.internal.gateway;

import io.ringcast.Ack;
import io.ringcast.Arguments;
import io.ringcast.Bus;
import io.ringcast.DisconnectReason;
import io.ringcast.Handshake;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.ArgumentResolver;
import io.ringcast.gateway.Auth;
import io.ringcast.gateway.ConnectedSocket;
import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.EventName;
import io.ringcast.gateway.MessageBody;
import io.ringcast.gateway.NamespaceParam;
import io.ringcast.gateway.SocketValue;
import io.ringcast.internal.gateway.GatewayModel.Kind;
import io.ringcast.internal.gateway.GatewayModel.Parameter;
import io.ringcast.internal.gateway.MethodScan.Scanned;
import io.ringcast.loop.AnyThread;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides for each parameter of a method where its argument comes from. */
@AnyThread
final class ParameterReader {
    private static final Map<Class<?>, Kind> BY_TYPE =
            Map.of(
                    Socket.class, Kind.SOCKET,
                    Namespace.class, Kind.NAMESPACE,
                    Bus.class, Kind.BUS,
                    Ack.class, Kind.ACK,
                    EventContext.class, Kind.CONTEXT,
                    Handshake.class, Kind.HANDSHAKE,
                    DisconnectReason.class, Kind.REASON,
                    Arguments.class, Kind.ARGUMENTS);

    /** What a method is for. */
    enum Purpose {
        MESSAGE(EnumSet.complementOf(EnumSet.of(Kind.REASON, Kind.FAILURE))),
        CONNECT(hook()),
        DISCONNECT(with(hook(), Kind.REASON)),
        FAILURE(with(hook(), Kind.FAILURE, Kind.ACK, Kind.EVENT, Kind.ARGUMENTS));

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final Set<Kind> kinds;

        Purpose(Set<Kind> kinds) {
            this.kinds = kinds;
        }

        private static EnumSet<Kind> hook() {
            return EnumSet.of(
                    Kind.SOCKET,
                    Kind.NAMESPACE,
                    Kind.BUS,
                    Kind.CONTEXT,
                    Kind.HANDSHAKE,
                    Kind.AUTH,
                    Kind.NAMESPACE_PARAM,
                    Kind.SOCKET_VALUE,
                    Kind.CUSTOM);
        }

        private static EnumSet<Kind> with(EnumSet<Kind> kinds, Kind... more) {
            EnumSet<Kind> all = EnumSet.copyOf(kinds);
            all.addAll(List.of(more));
            return all;
        }
    }

    private final TypeResolution types;
    private final List<ArgumentResolver> resolvers;
    private final @Nullable String namespacePattern;

    ParameterReader(
            TypeResolution types,
            List<ArgumentResolver> resolvers,
            @Nullable String namespacePattern) {
        this.types = types;
        this.resolvers = resolvers;
        this.namespacePattern = namespacePattern;
    }

    List<Parameter> read(Scanned scanned, Purpose purpose, Mistakes mistakes) {
        Method method = scanned.method();
        List<Parameter> parameters = new ArrayList<>();
        int payloads = 0;
        for (int i = 0; i < method.getParameterCount(); i++) {
            Type type = types.resolve(method.getGenericParameterTypes()[i]);
            String name = method.getParameters()[i].getName();
            List<Annotation> annotations = scanned.parameterAnnotations(i);
            ArgumentMetadata metadata = new ArgumentMetadata(i, name, type, annotations);
            Parameter parameter =
                    read(metadata, payloads, Required.is(metadata, method), mistakes.in(metadata));
            if (parameter.kind() == Kind.PAYLOAD) {
                payloads++;
            }
            check(parameter, purpose, mistakes.in(metadata));
            parameters.add(parameter);
        }
        return parameters;
    }

    private Parameter read(
            ArgumentMetadata metadata, int payloads, boolean isRequired, Mistakes mistakes) {
        Parameter annotated = annotated(metadata, payloads, isRequired);
        if (annotated != null) {
            return annotated;
        }
        Class<?> raw = TypeResolution.raw(metadata.type());
        Kind known = BY_TYPE.get(raw);
        if (known != null) {
            return new Parameter(metadata, known, -1, "", false, null);
        }
        Function<? super EventContext, ?> custom = custom(metadata, mistakes);
        if (custom != null) {
            return new Parameter(metadata, Kind.CUSTOM, -1, "", isRequired, custom);
        }
        if (Throwable.class.isAssignableFrom(raw)) {
            return new Parameter(metadata, Kind.FAILURE, -1, "", false, null);
        }
        return new Parameter(metadata, Kind.PAYLOAD, payloads, "", isRequired, null);
    }

    private @Nullable Function<? super EventContext, ?> custom(
            ArgumentMetadata metadata, Mistakes mistakes) {
        for (ArgumentResolver resolver : resolvers) {
            try {
                var found = resolver.resolve(metadata);
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (RuntimeException failed) {
                throw mistakes.found("an ArgumentResolver failed: correct it", failed);
            }
        }
        return null;
    }

    private static @Nullable Parameter annotated(
            ArgumentMetadata metadata, int payloads, boolean isRequired) {
        for (Annotation annotation : metadata.annotations()) {
            Kind kind = null;
            String name = "";
            if (annotation instanceof MessageBody body) {
                name = body.value();
                kind = !name.isEmpty() ? Kind.PROPERTY : isAll(metadata) ? Kind.ALL : Kind.PAYLOAD;
            } else if (annotation instanceof ConnectedSocket) {
                kind = Kind.SOCKET;
            } else if (annotation instanceof EventName) {
                kind = Kind.EVENT;
            } else if (annotation instanceof Auth) {
                kind = Kind.AUTH;
            } else if (annotation instanceof NamespaceParam group) {
                kind = Kind.NAMESPACE_PARAM;
                name = group.value();
            } else if (annotation instanceof SocketValue key) {
                kind = Kind.SOCKET_VALUE;
                name = key.value();
            }
            if (kind != null) {
                int argument = kind == Kind.PAYLOAD ? payloads : kind == Kind.PROPERTY ? 0 : -1;
                return new Parameter(metadata, kind, argument, name, isRequired, null);
            }
        }
        return null;
    }

    private static boolean isAll(ArgumentMetadata metadata) {
        Type type = metadata.type();
        Class<?> raw = TypeResolution.raw(type);
        return raw == Object[].class
                || (raw == List.class && TypeResolution.argument(type, 0) == Object.class);
    }

    private void check(Parameter parameter, Purpose purpose, Mistakes mistakes) {
        Class<?> raw = parameter.raw();
        Kind kind = parameter.kind();
        if (!purpose.kinds.contains(kind)) {
            throw mistakes.found(unsuitable(kind, raw, purpose));
        }
        if (kind == Kind.SOCKET && !raw.isAssignableFrom(Socket.class)) {
            throw mistakes.found("@ConnectedSocket needs the type Socket");
        }
        if (kind == Kind.EVENT && raw != String.class) {
            throw mistakes.found("@EventName needs the type String");
        }
        if (kind == Kind.PAYLOAD && Iterable.class != raw && isTransportType(raw)) {
            throw mistakes.found(
                    raw.getSimpleName()
                            + " is no payload, and nothing else knows it: use one of "
                            + MethodScan.list(
                                    BY_TYPE.keySet().stream().map(Class::getSimpleName).toList())
                            + ", or register an ArgumentResolver");
        }
        if (kind == Kind.NAMESPACE_PARAM) {
            checkGroup(parameter.name(), mistakes);
        }
    }

    private static String unsuitable(Kind kind, Class<?> raw, Purpose purpose) {
        String type = raw.getSimpleName();
        return switch (purpose) {
            case MESSAGE ->
                    kind == Kind.REASON
                            ? "DisconnectReason is known to @OnDisconnect methods only"
                            : type + " is known to @OnError methods only";
            case CONNECT, DISCONNECT ->
                    "there is no "
                            + (kind == Kind.PAYLOAD || kind == Kind.PROPERTY ? "payload" : type)
                            + " when a socket enters or leaves: take Socket, Namespace, Bus,"
                            + " Handshake, EventContext, @Auth, @NamespaceParam or @SocketValue"
                            + (purpose == Purpose.DISCONNECT ? ", or DisconnectReason" : "");
            case FAILURE ->
                    "a method for failures takes no payload: take Arguments or EventContext";
        };
    }

    /** Types of the bus itself and its users' plumbing can't come from a client. */
    private static boolean isTransportType(Class<?> raw) {
        return raw.getPackageName().equals("io.ringcast")
                || raw.getPackageName().equals("io.ringcast.transport")
                || raw == Thread.class
                || raw == Class.class
                || raw == ClassLoader.class;
    }

    private void checkGroup(String name, Mistakes mistakes) {
        if (namespacePattern == null) {
            throw mistakes.found(
                    "@NamespaceParam needs a namespacePattern in @WebSocketGateway, with a group"
                            + " (?<"
                            + name
                            + ">...)");
        }
        if (!Pattern.compile("\\(\\?<" + Pattern.quote(name) + ">")
                .matcher(namespacePattern)
                .find()) {
            throw mistakes.found(
                    "the namespacePattern has no group named "
                            + name
                            + ": add (?<"
                            + name
                            + ">...) to it");
        }
    }
}
