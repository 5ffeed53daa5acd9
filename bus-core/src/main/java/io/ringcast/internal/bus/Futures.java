package io.ringcast.internal.bus;

import io.ringcast.BusClosedException;
import io.ringcast.internal.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Ties futures together. */
final class Futures {
    private Futures() {}

    /** Completes one as the other completes. */
    static <T> void copy(CompletionStage<? extends T> from, CompletableFuture<T> to) {
        var unused =
                from.whenComplete(
                        (value, failure) -> {
                            if (failure == null) {
                                to.complete(value);
                            } else {
                                to.completeExceptionally(failure);
                            }
                        });
    }

    /**
     * Waits for a call on a loop, and throws what it throws; another value if the loop has stopped.
     */
    static <T> T ask(Loop loop, Supplier<T> call, T otherwise) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!loop.perform(() -> complete(result, call))) {
            return otherwise;
        }
        loop.hurry();
        loop.settle();
        try {
            return result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private static <T> void complete(CompletableFuture<T> future, Supplier<T> call) {
        try {
            future.complete(call.get());
        } catch (Throwable failure) {
            future.completeExceptionally(failure);
        }
    }

    /** Makes an asynchronous call on a loop; it fails if the loop has stopped. */
    static <T> CompletionStage<T> onLoop(Loop loop, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean queued =
                loop.perform(
                        () -> {
                            try {
                                copy(call.get(), result);
                            } catch (Throwable failure) {
                                result.completeExceptionally(failure);
                            }
                        });
        if (!queued) {
            result.completeExceptionally(new BusClosedException());
        }
        loop.hurry();
        return result;
    }
}
