package io.ringcast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ErrorContext;
import io.ringcast.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/**
 * A bus, its clients, and ways to wait for what they do. A transport says how a bus is started and
 * a client made; one whose clock is not the real one says how time passes.
 */
public abstract class ContractFixture implements ContractWorld {
    private static final long PATIENCE_SECONDS = 60;

    private final List<ErrorContext> failures = new CopyOnWriteArrayList<>();
    private final List<Consumer<BusBuilder>> options = new CopyOnWriteArrayList<>();
    private Bus bus;

    /** Starts a bus to which the transport is attached. */
    protected abstract Bus start(Consumer<BusBuilder> options);

    /** Makes a client of that bus, not connected yet. */
    protected abstract ContractClient newClient(ContractOptions options);

    /** Lets the bus do what there is to do, where it does not so by itself. */
    protected void settle() {}

    @AfterEach
    void closeBus() {
        if (bus != null) {
            bus.close();
        }
        assertThat(failures).as("failures that the test did not expect").isEmpty();
    }

    @Override
    public void with(Consumer<BusBuilder> option) {
        options.add(option);
    }

    @Override
    public Bus bus() {
        if (bus == null) {
            bus =
                    start(
                            builder -> {
                                // A loop that gets no core for a while is no slow handler.
                                builder.slowHandlerLimit(Duration.ZERO);
                                builder.errorHandler((context, failure) -> failures.add(context));
                                options.forEach(option -> option.accept(builder));
                            });
        }
        return bus;
    }

    @Override
    public List<ErrorContext> takeFailures() {
        settle();
        List<ErrorContext> taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    @Override
    public ContractClient client(ContractOptions clientOptions) {
        bus();
        return newClient(clientOptions);
    }

    @Override
    public Probe probe() {
        return new Probe(this::take);
    }

    private Object take(BlockingQueue<Object> queue) {
        try {
            settle();
            Object value = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(value).as("nothing was seen in time").isNotNull();
            return value;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public <T> T await(CompletionStage<T> stage) throws ExecutionException {
        try {
            settle();
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it did not end in time", e);
        }
    }

    @Override
    public <T> T awaitFor(Duration time, CompletionStage<T> stage) throws ExecutionException {
        return await(stage);
    }

    @Override
    public Socket socketOf(String namespace, String id) {
        settle();
        return bus().of(namespace).socket(id).orElseThrow();
    }

    @Override
    public ContractOptions options(String namespace, Map<String, String> query) {
        return new ContractOptions(namespace, null, query, Map.of("x-contract", "yes"));
    }
}
