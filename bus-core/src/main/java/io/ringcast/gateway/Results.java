package io.ringcast.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TreeNode;

/**
 * What {@link Interceptor}s do with results, whatever form these have.
 *
 * <p>Threads: any; a change runs where the value comes from: on the handler's thread, a stage's, or
 * a publisher's.
 */
public final class Results {
    private Results() {}

    /**
     * Says whether results of a class are emitted item by item: publishers, streams, iterators, and
     * iterables but for collections and those that are values first, as paths and JSON trees are.
     *
     * @param type the result's class
     * @return false for a single value
     */
    public static boolean isStream(Class<?> type) {
        return Flow.Publisher.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || (Iterable.class.isAssignableFrom(type)
                        && !Collection.class.isAssignableFrom(type)
                        && !Path.class.isAssignableFrom(type)
                        && !TreeNode.class.isAssignableFrom(type));
    }

    /**
     * Changes what a result holds: the value itself, the one that a stage completes with or that an
     * optional has, each item of a stream. Null stays null.
     *
     * @param result what {@link CallHandler#proceed} returned
     * @param change makes another value of one
     * @return a result of the same form
     */
    @SuppressWarnings("unchecked") // a change takes any value
    public static @Nullable Object map(
            @Nullable Object result, Function<Object, ? extends @Nullable Object> change) {
        Objects.requireNonNull(change, "change");
        if (result == null) {
            return null;
        }
        if (result instanceof CompletionStage<?> stage) {
            return stage.thenApply(value -> map(value, change));
        }
        if (result instanceof Optional<?> optional) {
            return optional.map(change);
        }
        if (result instanceof Flow.Publisher<?> publisher) {
            return (Flow.Publisher<Object>)
                    subscriber ->
                            ((Flow.Publisher<Object>) publisher)
                                    .subscribe(new MappingSubscriber(subscriber, change));
        }
        if (result instanceof BaseStream<?, ?> stream) {
            return items(stream).map(change);
        }
        if (result instanceof Iterator<?> iterator) {
            return new MappingIterator(iterator, iterator, change);
        }
        return result instanceof Iterable<?> iterable && isStream(result.getClass())
                ? new MappingIterator(iterable.iterator(), iterable, change)
                : change.apply(result);
    }

    private static Stream<?> items(BaseStream<?, ?> stream) {
        if (stream instanceof Stream<?> objects) {
            return objects;
        }
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(stream.iterator(), 0), false)
                .onClose(stream::close);
    }

    /**
     * Fails a stage that does not complete in time, with a {@link TimeoutException}: the client is
     * told {@code timeout}. Other results are there already, or never end, and stay as they are.
     *
     * @param context the message
     * @param result what {@link CallHandler#proceed} returned
     * @param limit how long to wait at most, by the clock of the loop
     * @return a result of the same form
     */
    public static @Nullable Object timeout(
            EventContext context, @Nullable Object result, Duration limit) {
        return result instanceof CompletionStage<?> stage ? limited(context, stage, limit) : result;
    }

    private static CompletionStage<@Nullable Object> limited(
            EventContext context, CompletionStage<?> stage, Duration limit) {
        CompletableFuture<@Nullable Object> limited = new CompletableFuture<>();
        var timer =
                context.loop()
                        .schedule(
                                limit, () -> limited.completeExceptionally(new TimeoutException()));
        var unused =
                stage.whenComplete(
                        (value, failure) -> {
                            timer.cancel();
                            if (failure != null) {
                                limited.completeExceptionally(failure);
                            } else {
                                limited.complete(value);
                            }
                        });
        return limited.minimalCompletionStage();
    }

    /** Changes items on their way. The publisher calls it as it would call the next one. */
    private static final class MappingSubscriber implements Flow.Subscriber<Object> {
        private final Flow.Subscriber<? super Object> next;
        private final Function<Object, ? extends @Nullable Object> change;
        private Flow.@Nullable Subscription subscription;
        private boolean hasFailed;

        MappingSubscriber(
                Flow.Subscriber<? super Object> next,
                Function<Object, ? extends @Nullable Object> change) {
            this.next = next;
            this.change = change;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            next.onSubscribe(given);
        }

        @Override
        public void onNext(Object item) {
            if (hasFailed) {
                return;
            }
            Object changed;
            try {
                changed = Objects.requireNonNull(change.apply(item), "an item became null");
            } catch (Throwable failure) {
                hasFailed = true;
                if (subscription != null) {
                    subscription.cancel();
                }
                next.onError(failure);
                return;
            }
            next.onNext(changed);
        }

        @Override
        public void onError(Throwable failure) {
            if (!hasFailed) {
                next.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!hasFailed) {
                next.onComplete();
            }
        }
    }

    /** Changes items when they are taken. */
    @SuppressWarnings("try") // what close throws is the source's own
    private record MappingIterator(
            Iterator<?> items, Object source, Function<Object, ? extends @Nullable Object> change)
            implements Iterator<@Nullable Object>, AutoCloseable {

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public @Nullable Object next() {
            return change.apply(items.next());
        }

        @Override
        public void close() throws Exception {
            if (source instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
