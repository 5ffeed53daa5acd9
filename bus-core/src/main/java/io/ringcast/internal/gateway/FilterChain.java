package io.ringcast.internal.gateway;

import io.ringcast.gateway.EventContext;
import io.ringcast.gateway.ExceptionFilter;
import io.ringcast.gateway.HandlerInvoker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filters that a handler's failures meet: level by level, and within one the most specific
 * type.
 *
 * @param levels the method's own, those of its class's methods, the class's, global ones
 */
record FilterChain(List<List<Entry>> levels) {

    /** A filter and the type of failure that it takes. */
    record Entry(Class<? extends Throwable> type, ExceptionFilter<?> filter) {}

    /** The filter that takes a failure, or null. */
    @SuppressWarnings("unchecked") // an entry's filter takes its entry's type
    @Nullable ExceptionFilter<Throwable> find(Throwable failure) {
        for (List<Entry> level : levels) {
            Entry best = null;
            for (Entry entry : level) {
                if (entry.type.isInstance(failure)
                        && (best == null || best.type.isAssignableFrom(entry.type))) {
                    best = entry;
                }
            }
            if (best != null) {
                return (ExceptionFilter<Throwable>) best.filter;
            }
        }
        return null;
    }

    /** A method of the gateway as a filter. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Method(HandlerInvoker invoker, ArgumentSource[] sources, ResultModel result)
            implements ExceptionFilter<Throwable> {

        @Override
        public @Nullable Object catchError(Throwable failure, EventContext context)
                throws Exception {
            @Nullable Object[] arguments = new @Nullable Object[sources.length];
            for (int i = 0; i < sources.length; i++) {
                arguments[i] = sources[i].read((Exchange) context);
            }
            try {
                return invoker.invokeAll(arguments);
            } catch (Exception | Error thrown) {
                throw thrown;
            } catch (Throwable thrown) {
                throw new IllegalStateException(thrown);
            }
        }
    }
}
