package io.ringcast.transport.inmemory.test;

import io.ringcast.gateway.GatewayRegistration;
import io.ringcast.gateway.Gateways;
import io.ringcast.transport.inmemory.ConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Gateways on a {@link TestBus}, with clients that keep what they receive: no network, no thread,
 * and a clock that moves when it is told to.
 *
 * <pre>{@code
 * try (GatewayTest test = GatewayTest.of(new ChatGateway(history))) {
 *     GatewayClient ann = test.connect(Map.of("name", "Ann"));
 *     ann.emit("post", new Post("lobby", "hello"));
 *     assertThat(ann.await("message", String.class)).isEqualTo("hello");
 * }
 * }</pre>
 *
 * <p>No server is opened for a gateway's port. {@code @Blocking} handlers run at once, in place,
 * unless the options name an executor. {@link #close} fails if something failed on the bus that the
 * test did not {@linkplain #takeFailures take}.
 *
 * <p>Threads: one.
 */
public final class GatewayTest implements AutoCloseable {
    private final TestBus bus;
    private final List<GatewayRegistration> registrations = new ArrayList<>();

    private GatewayTest(TestBus bus) {
        this.bus = bus;
    }

    /**
     * Registers gateways on a bus of their own, on which values travel by reference.
     *
     * @param gateways instances of classes with {@code @WebSocketGateway}, in order
     * @return the test
     * @throws io.ringcast.gateway.InvalidGatewayException if one can't work as it is
     */
    public static GatewayTest of(Object... gateways) {
        return on(TestBus.create(), options -> {}, gateways);
    }

    /**
     * Registers gateways on a bus, which is closed with the test.
     *
     * @param bus the bus
     * @param options sets what surrounds the gateways: instances, global enhancers, policies
     * @param gateways instances of classes with {@code @WebSocketGateway}, in order
     * @return the test
     * @throws io.ringcast.gateway.InvalidGatewayException if one can't work as it is
     */
    public static GatewayTest on(
            TestBus bus, Consumer<? super Gateways> options, Object... gateways) {
        GatewayTest test = new GatewayTest(Objects.requireNonNull(bus, "bus"));
        Gateways chosen = Gateways.on(bus).ignorePorts().executor(Runnable::run);
        options.accept(chosen);
        for (Object gateway : gateways) {
            test.registrations.add(chosen.register(gateway));
        }
        return test;
    }

    /**
     * The bus.
     *
     * @return the bus, to step, to look at, or to break its network
     */
    public TestBus bus() {
        return bus;
    }

    /**
     * What registering a gateway gave.
     *
     * @param index which gateway, from 0
     * @return its registration
     */
    public GatewayRegistration registration(int index) {
        return registrations.get(index);
    }

    /**
     * Connects a client to the namespace of the first gateway.
     *
     * @return the client; connected, or refused
     */
    public GatewayClient connect() {
        return connect(options -> {});
    }

    /**
     * Connects a client that says something about itself to the namespace of the first gateway.
     *
     * @param auth what a network's client gives as {@code auth}
     * @return the client; connected, or refused
     */
    public GatewayClient connect(Object auth) {
        Objects.requireNonNull(auth, "auth");
        return connect(options -> options.auth(auth));
    }

    /**
     * Connects a client to the namespace of the first gateway.
     *
     * @param options sets the client's options
     * @return the client; connected, or refused
     */
    public GatewayClient connect(Consumer<ConnectOptions> options) {
        return connectTo(registration(0).namespace().name(), options);
    }

    /**
     * Connects a client to a namespace: one of those that match a gateway's pattern, for instance.
     *
     * @param namespace the namespace's name
     * @param options sets the client's options
     * @return the client; connected, or refused
     */
    public GatewayClient connectTo(String namespace, Consumer<ConnectOptions> options) {
        return GatewayClient.connect(bus, namespace, options);
    }

    /**
     * Moves the clock, and does on the way what is due.
     *
     * @param time how far, zero or more
     */
    public void advance(Duration time) {
        bus.advance(time);
    }

    /**
     * Takes what has failed on the bus so far, because it was expected.
     *
     * @return the failures, in order
     */
    public List<TestBus.Failure> takeFailures() {
        return bus.takeFailures();
    }

    /**
     * Closes the bus.
     *
     * @throws AssertionError if something has failed on it and was not taken
     */
    @Override
    public void close() {
        bus.closeAndCheck();
    }
}
