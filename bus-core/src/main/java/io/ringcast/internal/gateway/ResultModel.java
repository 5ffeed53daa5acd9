package io.ringcast.internal.gateway;

import io.ringcast.gateway.Results;
import io.ringcast.gateway.ReturnAdapter;
import io.ringcast.gateway.WsResponse;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * What a method's declared result says about its delivery.
 *
 * @param isNothing there is none: null is an empty ack
 * @param isPlain it is a value for sure: no stage, stream, optional or response can be in it
 * @param isResponses it is a collection of responses, even when it is empty
 * @param emitAs the event for plain values, or null
 */
record ResultModel(
        boolean isNothing, boolean isPlain, boolean isResponses, @Nullable String emitAs) {

    /** What says the type of a stream's items by its first parameter. */
    private static final List<Class<?>> STREAMS =
            List.of(Flow.Publisher.class, BaseStream.class, Iterator.class, Iterable.class);

    /** What a declared type may hide that is more than a value. */
    private static final List<Class<?>> SPECIAL =
            List.of(
                    WsResponse.class,
                    CompletableFuture.class,
                    Optional.class,
                    Collection.class,
                    Flow.Publisher.class,
                    BaseStream.class,
                    Iterator.class);

    /** For results whose type says nothing: those of filters. */
    static final ResultModel UNKNOWN = new ResultModel(false, false, false, null);

    /** For hooks, whose results are only waited for. */
    static final ResultModel HOOK = new ResultModel(true, false, false, null);

    /** The same for a result that something else may have replaced. */
    ResultModel replaceable() {
        return new ResultModel(isNothing, false, isResponses, emitAs);
    }

    /** Why a declared result can't be delivered. */
    static final class Undeliverable extends Exception {
        private static final long serialVersionUID = 1L;

        Undeliverable(String message) {
            super(message);
        }
    }

    /**
     * Reads a declared result.
     *
     * @param type the type
     * @param emitAs the event for plain values, or null
     * @param adapters what knows further types
     * @param strict whether a stream of plain values needs {@code emitAs}
     */
    static ResultModel of(
            Type type, @Nullable String emitAs, List<ReturnAdapter<?>> adapters, boolean strict)
            throws Undeliverable {
        Class<?> raw = TypeResolution.raw(type);
        if (raw == void.class || raw == Void.class) {
            return new ResultModel(true, raw == void.class, false, emitAs);
        }
        ReturnAdapter<?> adapter = adapter(raw, adapters);
        if (isSingle(raw) || (adapter != null && !adapter.isStream())) {
            Type inner =
                    CompletionStage.class.isAssignableFrom(raw)
                            ? TypeResolution.argument(type, CompletionStage.class)
                            : TypeResolution.argument(type, 0);
            ResultModel held = of(inner, emitAs, adapters, strict);
            return new ResultModel(held.isNothing, false, held.isResponses, emitAs);
        }
        if (Future.class.isAssignableFrom(raw)) {
            throw new Undeliverable("a Future can't be waited for: return a CompletionStage");
        }
        if (Results.isStream(raw) || adapter != null) {
            if (strict && emitAs == null) {
                checkItems(itemOf(type, raw));
            }
            return new ResultModel(false, false, false, emitAs);
        }
        boolean mayBeAdapted = adapters.stream().anyMatch(a -> raw.isAssignableFrom(a.type()));
        return value(type, raw, emitAs, mayBeAdapted);
    }

    private static ResultModel value(
            Type type, Class<?> raw, @Nullable String emitAs, boolean mayBeAdapted) {
        if (Collection.class.isAssignableFrom(raw)) {
            Class<?> item = TypeResolution.raw(TypeResolution.argument(type, Collection.class));
            boolean isResponses = item == WsResponse.class;
            boolean isPlain = !isResponses && item != Object.class;
            return new ResultModel(false, isPlain, isResponses, emitAs);
        }
        boolean isPlain = !mayBeAdapted && SPECIAL.stream().noneMatch(raw::isAssignableFrom);
        return new ResultModel(false, isPlain, false, emitAs);
    }

    private static Class<?> itemOf(Type type, Class<?> raw) {
        for (Class<?> stream : STREAMS) {
            if (stream.isAssignableFrom(raw)) {
                return TypeResolution.raw(TypeResolution.argument(type, stream));
            }
        }
        return TypeResolution.raw(TypeResolution.argument(type, 0));
    }

    private static void checkItems(Class<?> item) throws Undeliverable {
        if (item != WsResponse.class) {
            throw new Undeliverable(
                    "a stream of "
                            + item.getSimpleName()
                            + " has no event to be emitted as: make its items WsResponse<...>, or"
                            + " add @EmitAs(\"event\")");
        }
    }

    static @Nullable ReturnAdapter<?> adapter(Class<?> type, List<ReturnAdapter<?>> adapters) {
        for (ReturnAdapter<?> adapter : adapters) {
            if (adapter.type().isAssignableFrom(type)) {
                return adapter;
            }
        }
        return null;
    }

    private static boolean isSingle(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type) || type == Optional.class;
    }
}
