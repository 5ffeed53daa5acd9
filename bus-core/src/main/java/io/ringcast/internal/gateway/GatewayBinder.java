package io.ringcast.internal.gateway;

import io.ringcast.Bus;
import io.ringcast.gateway.AckMode;
import io.ringcast.gateway.AppliesTo;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.HandlerInvoker;
import io.ringcast.gateway.Interceptor;
import io.ringcast.gateway.Order;
import io.ringcast.gateway.Phase;
import io.ringcast.gateway.UseGuards;
import io.ringcast.gateway.UseInterceptors;
import io.ringcast.internal.gateway.GatewayModel.Callee;
import io.ringcast.internal.gateway.GatewayModel.Handler;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.PayloadMapper;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Makes plans of a model, for one instance. */
@AnyThread
final class GatewayBinder {
    private static final CanActivate[] NO_GUARDS = {};
    private static final Interceptor[] NO_INTERCEPTORS = {};

    private final RegisteredGateway gateway;
    private final GatewayModel model;
    private final GatewaySettings settings;
    private final Enhancers enhancers;
    private final Mistakes mistakes;
    private final SourceBinder sources;
    private final FilterBinder filters;

    private GatewayBinder(RegisteredGateway gateway, Bus bus, PayloadMapper mapper) {
        this.gateway = gateway;
        this.model = gateway.model();
        this.settings = gateway.settings();
        this.enhancers = new Enhancers(settings);
        this.mistakes = Mistakes.in(model.type());
        this.sources = new SourceBinder(gateway, bus, mapper, enhancers);
        this.filters = new FilterBinder(gateway, enhancers, sources);
    }

    static RegisteredGateway.Plans bind(RegisteredGateway gateway, Bus bus, PayloadMapper mapper) {
        return new GatewayBinder(gateway, bus, mapper).bind();
    }

    private RegisteredGateway.Plans bind() {
        List<PlannedEvent> handlers = new ArrayList<>();
        for (Handler handler : model.handlers()) {
            HandlerPlan plan = plan(handler);
            handler.events().forEach(event -> handlers.add(new PlannedEvent(event, plan)));
        }
        return new RegisteredGateway.Plans(
                handlers,
                hooks(model.connects(), Phase.CONNECTED),
                hooks(model.disconnects(), Phase.DISCONNECTED),
                admission(),
                doors());
    }

    private HandlerPlan plan(Handler handler) {
        Callee callee = handler.callee();
        Mistakes here = mistakes.in(callee.name());
        Interceptor[] interceptors = interceptors(callee.annotations(), here);
        SourceBinder.Bound arguments = sources.bind(callee, here);
        return new HandlerPlan(
                gateway,
                Phase.EVENT,
                callee.name(),
                callee.annotations(),
                guards(callee.annotations(), here).toArray(NO_GUARDS),
                interceptors,
                arguments.sources(),
                arguments.check(),
                callee.invokers().bind(gateway.instance()),
                filters.chain(callee.annotations(), here),
                interceptors.length == 0 ? handler.result() : handler.result().replaceable(),
                handler.order(),
                handler.ack(),
                callee.isBlocking());
    }

    private List<HandlerPlan> hooks(List<Callee> callees, Phase phase) {
        return callees.stream().map(callee -> hook(callee, phase)).toList();
    }

    private HandlerPlan hook(Callee callee, Phase phase) {
        Mistakes here = mistakes.in(callee.name());
        SourceBinder.Bound arguments = sources.bind(callee, here);
        return new HandlerPlan(
                gateway,
                phase,
                callee.name(),
                callee.annotations(),
                NO_GUARDS,
                NO_INTERCEPTORS,
                arguments.sources(),
                arguments.check(),
                callee.invokers().bind(gateway.instance()),
                filters.chain(callee.annotations(), here),
                ResultModel.HOOK,
                Order.SERIAL,
                AckMode.NONE,
                callee.isBlocking());
    }

    /** A plan that only says what a client at the door is dealing with. */
    private HandlerPlan admission() {
        HandlerInvoker nothing = (HandlerInvoker.Value0) () -> null;
        return new HandlerPlan(
                gateway,
                Phase.CONNECT,
                "admit",
                AnnotationSet.NONE,
                NO_GUARDS,
                NO_INTERCEPTORS,
                new ArgumentSource[0],
                null,
                nothing,
                filters.chain(AnnotationSet.NONE, mistakes),
                ResultModel.HOOK,
                Order.SERIAL,
                AckMode.NONE,
                false);
    }

    private List<CanActivate> doors() {
        List<CanActivate> doors = new ArrayList<>(guards(AnnotationSet.NONE, mistakes));
        doors.removeIf(guard -> !isAtDoor(guard));
        return doors;
    }

    private static boolean isAtDoor(CanActivate guard) {
        AppliesTo applies = guard.getClass().getAnnotation(AppliesTo.class);
        return applies != null && Arrays.asList(applies.value()).contains(Phase.CONNECT);
    }

    private List<CanActivate> guards(AnnotationSet method, Mistakes here) {
        return all(
                settings.globals().guards(),
                CanActivate.class,
                named(model.annotations(), method, UseGuards.class, UseGuards::value),
                here);
    }

    private Interceptor[] interceptors(AnnotationSet method, Mistakes here) {
        return all(
                        settings.globals().interceptors(),
                        Interceptor.class,
                        named(
                                model.annotations(),
                                method,
                                UseInterceptors.class,
                                UseInterceptors::value),
                        here)
                .toArray(NO_INTERCEPTORS);
    }

    /** The classes that annotations of the class, then of the method, name. */
    static <A extends Annotation, T> List<Class<? extends T>> named(
            AnnotationSet type,
            AnnotationSet method,
            Class<A> annotation,
            Function<A, Class<? extends T>[]> value) {
        List<Class<? extends T>> classes = new ArrayList<>();
        type.all(annotation).forEach(found -> classes.addAll(List.of(value.apply(found))));
        method.all(annotation).forEach(found -> classes.addAll(List.of(value.apply(found))));
        return classes;
    }

    private <T> List<T> all(
            List<T> globals, Class<T> kind, List<Class<? extends T>> named, Mistakes here) {
        List<T> all = new ArrayList<>(globals);
        for (Class<? extends T> each : named) {
            all.add(kind.cast(enhancers.get(each, here)));
        }
        return all;
    }
}
