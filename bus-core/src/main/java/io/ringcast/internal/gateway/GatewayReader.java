package io.ringcast.internal.gateway;

import io.ringcast.Bus;
import io.ringcast.Namespace;
import io.ringcast.Socket;
import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.Blocking;
import io.ringcast.gateway.EmitAs;
import io.ringcast.gateway.OnConnect;
import io.ringcast.gateway.OnDisconnect;
import io.ringcast.gateway.OnError;
import io.ringcast.gateway.OnGatewayAdmission;
import io.ringcast.gateway.OnGatewayConnection;
import io.ringcast.gateway.OnGatewayDisconnect;
import io.ringcast.gateway.OnGatewayInit;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.gateway.SubscribeMessage;
import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.gateway.WebSocketServer;
import io.ringcast.internal.dispatch.ReservedEvents;
import io.ringcast.internal.gateway.GatewayModel.Callee;
import io.ringcast.internal.gateway.GatewayModel.Filter;
import io.ringcast.internal.gateway.GatewayModel.Handler;
import io.ringcast.internal.gateway.GatewayModel.Kind;
import io.ringcast.internal.gateway.GatewayModel.Parameter;
import io.ringcast.internal.gateway.GatewayModel.ServerField;
import io.ringcast.internal.gateway.MethodScan.Scanned;
import io.ringcast.internal.gateway.ParameterReader.Purpose;
import io.ringcast.loop.AnyThread;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a gateway's class by reflection, and refuses what can't work. */
@AnyThread
final class GatewayReader {
    private final Class<?> type;
    private final GatewaySettings settings;
    private final Invokers invokers;
    private final Mistakes mistakes;
    private final TypeResolution types;
    private final MethodScan methods;
    private final AnnotationSet annotations;
    private final GatewayModel.Entrance entrance;
    private final ParameterReader parameters;

    private GatewayReader(Class<?> type, GatewaySettings settings, Invokers invokers) {
        this.type = type;
        this.settings = settings;
        this.invokers = invokers;
        this.mistakes = Mistakes.in(type);
        this.annotations = MethodScan.annotations(type);
        WebSocketGateway gateway =
                annotations
                        .find(WebSocketGateway.class)
                        .orElseThrow(
                                () ->
                                        mistakes.found(
                                                "no gateway: annotate it with @WebSocketGateway"));
        this.entrance = EntranceReader.read(gateway, mistakes);
        this.types = new TypeResolution(type);
        this.methods = new MethodScan(type, types);
        this.parameters = new ParameterReader(types, settings.resolvers(), entrance.pattern());
    }

    static GatewayModel read(Class<?> type, GatewaySettings settings, Invokers invokers) {
        return new GatewayReader(type, settings, invokers).read();
    }

    private GatewayModel read() {
        List<Handler> handlers = new ArrayList<>();
        List<Callee> connects = new ArrayList<>();
        List<Callee> disconnects = new ArrayList<>();
        List<Filter> filters = new ArrayList<>();
        for (Scanned scanned : methods.all()) {
            AnnotationSet found = scanned.annotations();
            if (found.has(SubscribeMessage.class)) {
                handlers.add(handler(scanned, found));
            }
            if (found.has(OnConnect.class) || isHook(scanned, OnGatewayConnection.class)) {
                connects.add(callee(scanned, found, Purpose.CONNECT));
            }
            if (found.has(OnDisconnect.class) || isHook(scanned, OnGatewayDisconnect.class)) {
                disconnects.add(callee(scanned, found, Purpose.DISCONNECT));
            }
            if (found.has(OnError.class)) {
                filters.add(filter(scanned, found));
            }
        }
        List<ServerField> fields = fields();
        if (handlers.isEmpty()
                && connects.isEmpty()
                && disconnects.isEmpty()
                && !isOtherwiseUsed()) {
            throw mistakes.found(
                    "nothing to do: no method has @SubscribeMessage, @OnConnect or @OnDisconnect,"
                            + " and it implements none of the OnGateway interfaces");
        }
        return new GatewayModel(
                type, entrance, annotations, handlers, connects, disconnects, filters, fields);
    }

    private boolean isOtherwiseUsed() {
        return OnGatewayInit.class.isAssignableFrom(type)
                || OnGatewayAdmission.class.isAssignableFrom(type);
    }

    /** Whether a method is the class's implementation of a hook's interface. */
    private boolean isHook(Scanned scanned, Class<?> hook) {
        Method method = scanned.method();
        return hook.isAssignableFrom(type)
                && scanned.chain().stream().anyMatch(m -> m.getDeclaringClass() == hook)
                && method.getParameterTypes()[0] == Socket.class;
    }

    private Handler handler(Scanned scanned, AnnotationSet found) {
        SubscribeMessage subscribe = found.find(SubscribeMessage.class).orElseThrow();
        Callee callee = callee(scanned, found, Purpose.MESSAGE);
        Mistakes here = mistakes.in(callee.name());
        boolean hasAck = has(callee, Kind.ACK);
        AckMode ack = subscribe.ack();
        if (ack == AckMode.NONE && hasAck) {
            throw here.found(
                    "ack = NONE says that nobody answers here: remove it, or the Ack parameter");
        }
        if (ack == AckMode.MANUAL && !hasAck && !has(callee, Kind.CONTEXT)) {
            throw here.found("ack = MANUAL needs a parameter of type Ack or EventContext");
        }
        ResultModel result = result(scanned, found, here);
        boolean isManual = hasAck || ack == AckMode.MANUAL;
        if (isManual
                && result.isPlain()
                && !result.isNothing()
                && result.emitAs() == null
                && settings.policy() == ResultPolicy.STANDARD) {
            throw here.found(
                    "it answers with its Ack, so nobody would receive its result: return void, or"
                            + " remove the Ack");
        }
        return new Handler(
                callee,
                events(subscribe, here),
                subscribe.order(),
                isManual ? AckMode.MANUAL : ack,
                result);
    }

    private static List<String> events(SubscribeMessage subscribe, Mistakes here) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : subscribe.value()) {
            checkEvent("@SubscribeMessage", name, here);
            if (!names.add(name)) {
                throw here.found("@SubscribeMessage names \"" + name + "\" twice");
            }
        }
        if (names.isEmpty()) {
            throw here.found("@SubscribeMessage needs the name of an event");
        }
        return List.copyOf(names);
    }

    private static void checkEvent(String annotation, String name, Mistakes here) {
        try {
            ReservedEvents.check(name);
        } catch (IllegalArgumentException reserved) {
            throw here.found(
                    annotation
                            + ": "
                            + reserved.getMessage()
                            + "; for a socket's life use @OnConnect, @OnDisconnect",
                    reserved);
        }
    }

    private ResultModel result(Scanned scanned, AnnotationSet found, Mistakes here) {
        String emitAs = found.find(EmitAs.class).map(EmitAs::value).orElse(null);
        if (emitAs != null) {
            checkEvent("@EmitAs", emitAs, here);
        }
        boolean strict = settings.policy() == ResultPolicy.STANDARD;
        var returned = types.resolve(scanned.method().getGenericReturnType());
        if (emitAs != null && TypeResolution.raw(returned) == void.class) {
            throw here.found("@EmitAs needs a result to emit, and it returns void");
        }
        try {
            return ResultModel.of(returned, emitAs, settings.adapters(), strict);
        } catch (ResultModel.Undeliverable reason) {
            throw here.found(String.valueOf(reason.getMessage()), reason);
        }
    }

    private Callee callee(Scanned scanned, AnnotationSet found, Purpose purpose) {
        Method method = scanned.method();
        Mistakes here = mistakes.in(method.getName());
        if (Modifier.isStatic(method.getModifiers())) {
            throw here.found("a handler can't be static: remove the static");
        }
        return new Callee(
                method.getName(),
                parameters.read(scanned, purpose, here),
                found,
                found.has(Blocking.class) || annotations.has(Blocking.class),
                gateway -> invokers.bind(method, gateway, here),
                method);
    }

    private Filter filter(Scanned scanned, AnnotationSet found) {
        Callee callee = callee(scanned, found, Purpose.FAILURE);
        Mistakes here = mistakes.in(callee.name());
        List<Parameter> failures =
                callee.parameters().stream().filter(p -> p.kind() == Kind.FAILURE).toList();
        if (failures.size() != 1) {
            throw here.found("@OnError needs one parameter for the failure, a Throwable's type");
        }
        if (callee.isBlocking() && found.has(Blocking.class)) {
            throw here.found("@OnError methods run on the loop: remove @Blocking");
        }
        return new Filter(
                callee,
                failures.get(0).raw().asSubclass(Throwable.class),
                result(scanned, found, here));
    }

    private static boolean has(Callee callee, Kind kind) {
        return callee.parameters().stream().anyMatch(p -> p.kind() == kind);
    }

    private List<ServerField> fields() {
        List<ServerField> found = new ArrayList<>();
        for (Class<?> c : MethodScan.hierarchy(type)) {
            for (Field field : c.getDeclaredFields()) {
                if (field.isAnnotationPresent(WebSocketServer.class)) {
                    found.add(field(field));
                }
            }
        }
        return found;
    }

    private ServerField field(Field field) {
        Mistakes here = new Mistakes(type.getName() + "." + field.getName());
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw here.found("@WebSocketServer sets the field: it must not be static nor final");
        }
        Class<?> wanted = field.getType();
        if (wanted != Namespace.class && wanted != Bus.class) {
            throw here.found("@WebSocketServer needs a field of type Namespace or Bus");
        }
        return new ServerField(wanted == Bus.class, setter(invokers.setter(field, here), here));
    }

    private static BiConsumer<Object, Object> setter(MethodHandle setter, Mistakes here) {
        return (gateway, value) -> {
            try {
                setter.invoke(gateway, value);
            } catch (Throwable failure) {
                throw here.found("the field can't be set", failure);
            }
        };
    }

    /** A name for messages. */
    static String name(@Nullable Object gateway) {
        return gateway == null ? "null" : gateway.getClass().getSimpleName();
    }
}
