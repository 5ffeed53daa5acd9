package io.ringcast.internal.gateway;

import io.ringcast.Bus;
import io.ringcast.gateway.ArgumentMetadata;
import io.ringcast.gateway.MessageBody;
import io.ringcast.gateway.Pipe;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.gateway.UsePipes;
import io.ringcast.internal.gateway.GatewayModel.Callee;
import io.ringcast.internal.gateway.GatewayModel.Kind;
import io.ringcast.internal.gateway.GatewayModel.Parameter;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.protocol.PayloadType;
import io.ringcast.protocol.TypeRef;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the sources of a method's arguments. */
@AnyThread
final class SourceBinder {
    private final RegisteredGateway gateway;
    private final Bus bus;
    private final PayloadMapper mapper;
    private final Enhancers enhancers;
    private final ValidationBinder validation;
    private final boolean isNest;

    SourceBinder(RegisteredGateway gateway, Bus bus, PayloadMapper mapper, Enhancers enhancers) {
        this.gateway = gateway;
        this.bus = bus;
        this.mapper = mapper;
        this.enhancers = enhancers;
        this.validation = new ValidationBinder(gateway);
        this.isNest = gateway.settings().policy() == ResultPolicy.NEST;
    }

    /** The sources of a method's arguments, and what looks at all of them, or null. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bound(ArgumentSource[] sources, @Nullable ArgumentCheck check) {}

    Bound bind(Callee callee, Mistakes mistakes) {
        List<Parameter> parameters = callee.parameters();
        ArgumentSource[] sources = new ArgumentSource[parameters.size()];
        List<List<Pipe<?, ?>>> pipes = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            pipes.add(
                    isPayload(parameters.get(i))
                            ? pipes(callee, parameters.get(i), mistakes)
                            : List.of());
        }
        ValidationBinder.Checks checks = validation.checks(callee, pipes, mistakes);
        for (int i = 0; i < sources.length; i++) {
            Mistakes here = mistakes.in(parameters.get(i).metadata());
            sources[i] = piped(parameters.get(i), checks.pipes().get(i), here);
        }
        return new Bound(sources, checks.all());
    }

    static boolean isPayload(Parameter parameter) {
        return parameter.kind() == Kind.PAYLOAD
                || parameter.kind() == Kind.PROPERTY
                || parameter.kind() == Kind.ALL;
    }

    // ---- pipes

    /** The pipes of one parameter, from the global to its own. */
    private List<Pipe<?, ?>> pipes(Callee callee, Parameter parameter, Mistakes mistakes) {
        List<Pipe<?, ?>> wide = new ArrayList<>(gateway.settings().globals().pipes());
        AnnotationSet type = gateway.model().annotations();
        for (Class<? extends Pipe<?, ?>> each :
                GatewayBinder.<UsePipes, Pipe<?, ?>>named(
                        type, callee.annotations(), UsePipes.class, UsePipes::value)) {
            wide.add(enhancers.get(each, mistakes));
        }
        List<Pipe<?, ?>> all = new ArrayList<>();
        Type current = parameter.type();
        for (Pipe<?, ?> pipe : wide) {
            if (takes(pipe, current)) {
                all.add(pipe);
                current = output(pipe, current);
            }
        }
        ArgumentMetadata metadata = parameter.metadata();
        metadata.annotation(UsePipes.class).ifPresent(use -> addAll(all, use.value(), mistakes));
        metadata.annotation(MessageBody.class)
                .ifPresent(body -> addAll(all, body.pipes(), mistakes));
        return all;
    }

    private void addAll(
            List<Pipe<?, ?>> pipes, Class<? extends Pipe<?, ?>>[] types, Mistakes mistakes) {
        for (Class<? extends Pipe<?, ?>> type : types) {
            pipes.add(enhancers.get(type, mistakes));
        }
    }

    private static Type input(Pipe<?, ?> pipe) {
        return pipe.getClass().isHidden()
                ? Object.class
                : TypeResolution.argument(pipe.getClass(), Pipe.class, 0);
    }

    private static Type output(Pipe<?, ?> pipe, Type current) {
        Type output =
                pipe.getClass().isHidden()
                        ? Object.class
                        : TypeResolution.argument(pipe.getClass(), Pipe.class, 1);
        return output == Object.class ? current : output;
    }

    private static boolean takes(Pipe<?, ?> pipe, Type value) {
        return boxed(TypeResolution.raw(input(pipe)))
                .isAssignableFrom(boxed(TypeResolution.raw(value)));
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** What the argument is read as: the first specific input, or the parameter's own type. */
    private static Type decoded(Parameter parameter, List<Pipe<?, ?>> pipes) {
        for (Pipe<?, ?> pipe : pipes) {
            Type input = input(pipe);
            if (input != Object.class) {
                return input;
            }
        }
        return parameter.type();
    }

    private ArgumentSource piped(Parameter parameter, List<Pipe<?, ?>> pipes, Mistakes mistakes) {
        if (pipes.isEmpty()) {
            return source(parameter, parameter.type(), parameter.isRequired(), mistakes);
        }
        // Whether something is missing is decided after the pipes: one may have a default.
        Type decoded = decoded(parameter, pipes);
        Type nullable = decoded instanceof Class<?> c ? boxed(c) : decoded;
        ArgumentSource from = source(parameter, nullable, false, mistakes);
        return new PipedSource(from, pipes, parameter, payloadType(parameter.type(), mistakes));
    }

    // ---- sources

    private PayloadType<?> payloadType(Type type, Mistakes mistakes) {
        try {
            return mapper.type(type);
        } catch (IllegalArgumentException e) {
            throw mistakes.found("it can't be read from a message", e);
        }
    }

    private ArgumentSource source(
            Parameter parameter, Type type, boolean isRequired, Mistakes mistakes) {
        return switch (parameter.kind()) {
            case SOCKET -> Sources.SOCKET;
            case NAMESPACE -> Sources.NAMESPACE;
            case BUS -> Sources.constant(bus);
            case HANDSHAKE -> Sources.HANDSHAKE;
            case ACK, CONTEXT -> Sources.of(exchange -> exchange);
            case EVENT -> Sources.of(Exchange::event);
            case REASON -> Sources.of(exchange -> exchange.detail);
            case FAILURE -> Sources.of(exchange -> exchange.failure);
            case ARGUMENTS -> Sources.of(Exchange::arguments);
            case CUSTOM -> custom(parameter);
            case AUTH -> Sources.auth(payloadType(type, mistakes), isRequired);
            case NAMESPACE_PARAM -> group(parameter, mistakes);
            case SOCKET_VALUE -> socketValue(parameter.name(), type);
            case ALL -> Sources.all(parameter.raw().isArray());
            case PROPERTY ->
                    Sources.property(
                            parameter.name(),
                            payloadType(type, mistakes),
                            mapper.type(new TypeRef<Map<String, Object>>() {}),
                            isRequired);
            case PAYLOAD ->
                    isNest
                            ? Sources.body(payloadType(type, mistakes), isRequired)
                            : new PayloadSource(
                                    payloadType(type, mistakes), parameter.argument(), isRequired);
        };
    }

    private static ArgumentSource custom(Parameter parameter) {
        Function<?, ?> resolver = Objects.requireNonNull(parameter.resolver());
        @SuppressWarnings("unchecked") // it takes any EventContext
        Function<Object, ?> asked = (Function<Object, ?>) resolver;
        return Sources.of(asked::apply);
    }

    private ArgumentSource group(Parameter parameter, Mistakes mistakes) {
        Pattern pattern =
                Pattern.compile(Objects.requireNonNull(gateway.model().entrance().pattern()));
        return Sources.group(
                pattern,
                parameter.name(),
                payloadType(parameter.type(), mistakes),
                parameter.isRequired());
    }

    private static ArgumentSource socketValue(String key, Type type) {
        boolean isOptional = TypeResolution.raw(type) == Optional.class;
        Type held = isOptional ? TypeResolution.argument(type, 0) : type;
        return Sources.socketValue(key, boxed(TypeResolution.raw(held)), isOptional);
    }
}
