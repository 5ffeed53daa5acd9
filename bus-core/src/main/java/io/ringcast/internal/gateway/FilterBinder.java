package io.ringcast.internal.gateway;

import io.ringcast.gateway.Catch;
import io.ringcast.gateway.ExceptionFilter;
import io.ringcast.gateway.UseFilters;
import io.ringcast.internal.gateway.FilterChain.Entry;
import io.ringcast.internal.gateway.GatewayModel.Filter;
import io.ringcast.internal.gateway.GatewaySettings.TypedFilter;
import io.ringcast.loop.AnyThread;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the chains of filters. */
@AnyThread
final class FilterBinder {
    private final Enhancers enhancers;
    private final List<Entry> methods = new ArrayList<>();
    private final List<Entry> ofClass;
    private final List<Entry> globals = new ArrayList<>();

    FilterBinder(RegisteredGateway gateway, Enhancers enhancers, SourceBinder sources) {
        this.enhancers = enhancers;
        Mistakes mistakes = Mistakes.in(gateway.model().type());
        for (Filter filter : gateway.model().filters()) {
            Mistakes here = mistakes.in(filter.callee().name());
            FilterChain.Method method =
                    new FilterChain.Method(
                            filter.callee().invokers().bind(gateway.instance()),
                            sources.bind(filter.callee(), here).sources(),
                            filter.result());
            methods.add(new Entry(filter.failure(), method));
        }
        refuseTies(methods, "@OnError methods", mistakes);
        this.ofClass = named(gateway.model().annotations(), mistakes);
        for (TypedFilter filter : gateway.settings().globals().filters()) {
            if (filter.type() != null) {
                globals.add(new Entry(filter.type(), filter.filter()));
            } else {
                addTo(globals, filter.filter(), mistakes);
            }
        }
        refuseTies(globals, "global filters", mistakes);
    }

    FilterChain chain(AnnotationSet method, Mistakes here) {
        return new FilterChain(List.of(named(method, here), methods, ofClass, globals));
    }

    private List<Entry> named(AnnotationSet annotations, Mistakes here) {
        List<Entry> entries = new ArrayList<>();
        for (UseFilters use : annotations.all(UseFilters.class)) {
            for (Class<? extends ExceptionFilter<?>> type : use.value()) {
                addTo(entries, enhancers.get(type, here), here);
            }
        }
        refuseTies(entries, "@UseFilters", here);
        return entries;
    }

    private static void addTo(List<Entry> entries, ExceptionFilter<?> filter, Mistakes here) {
        Class<?> type = filter.getClass();
        Catch caught = type.getAnnotation(Catch.class);
        if (caught != null) {
            for (Class<? extends Throwable> failure : caught.value()) {
                entries.add(new Entry(failure, filter));
            }
            return;
        }
        if (type.isSynthetic() || type.isHidden()) {
            throw here.found(
                    "a filter that is a lambda does not say what it takes: use"
                            + " Gateways.globalFilter(type, filter)");
        }
        Type failure = TypeResolution.argument(type, ExceptionFilter.class, 0);
        entries.add(new Entry(TypeResolution.raw(failure).asSubclass(Throwable.class), filter));
    }

    /** Which of two filters for one type would win is nothing to guess at. */
    private static void refuseTies(List<Entry> entries, String where, Mistakes here) {
        Set<Class<?>> types = new HashSet<>();
        for (Entry entry : entries) {
            if (!types.add(entry.type())) {
                throw here.found(
                        where
                                + ": two filters take "
                                + entry.type().getName()
                                + ": remove one, or make one more specific");
            }
        }
    }
}
