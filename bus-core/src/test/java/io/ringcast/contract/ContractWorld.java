package io.ringcast.contract;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ErrorContext;
import io.ringcast.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What the parts of the contract find themselves in. */
interface ContractWorld {
    String BARRIER = "contract-barrier";

    /** Sets an option of the bus, before it is first asked for. */
    void with(Consumer<BusBuilder> option);

    /** The bus. */
    Bus bus();

    /** What failed so far; a test that leaves failures here fails. */
    List<ErrorContext> takeFailures();

    /** Makes a client, not connected yet. */
    ContractClient client(ContractOptions options);

    /** Makes an empty probe. */
    Probe probe();

    /** The result of a stage that ends soon. */
    <T> T await(CompletionStage<T> stage) throws ExecutionException;

    /** The result of a stage that ends in a time. */
    <T> T awaitFor(Duration time, CompletionStage<T> stage) throws ExecutionException;

    /** The server's side of a client. */
    Socket socketOf(String namespace, String id);

    /** Options with a query and a header. */
    ContractOptions options(String namespace, Map<String, String> query);

    /** A client that answers when it has received all that was sent to it before. */
    default ContractClient client(String namespace) {
        return client(ContractOptions.of(namespace));
    }

    /** A connected client. */
    default Party party(String namespace) throws ExecutionException {
        return party(namespace, probe());
    }

    /** A connected client that lets a probe see the arguments of some events. */
    default Party party(String namespace, Probe probe, String... events) throws ExecutionException {
        return connect(namespace, client(namespace), probe, events);
    }

    /** Connects a client that lets a probe see the arguments of some events. */
    default Party connect(String namespace, ContractClient client, Probe probe, String... events)
            throws ExecutionException {
        for (String event : events) {
            client.on(event, (arguments, answer) -> probe.see(Plain.of(arguments)));
        }
        client.on(BARRIER, (arguments, answer) -> answer.accept(List.of("passed")));
        return new Party(client, socketOf(namespace, await(client.connect())));
    }

    /** Waits until a client has received all that was sent to it so far. */
    default void arrived(Party... parties) throws ExecutionException {
        for (Party party : parties) {
            await(party.socket().timeout(Duration.ofSeconds(60)).emitWithAck(BARRIER));
        }
    }
}
