package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.BusBuilder;
import io.ringcast.ClientLimits;
import io.ringcast.hostile.LogCapture;
import io.ringcast.transport.OutboundLimits;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whoever is refused or disconnected by a limit leaves one line that names the option. */
class LimitNoticesTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";

    private interface Step {
        void run(RawClient client) throws Exception;
    }

    private static void expectLine(
            UnaryOperator<BusBuilder> limits,
            Consumer<JettyTransportOptions.Builder> options,
            String part,
            Step step)
            throws Exception {
        try (LogCapture log = new LogCapture();
                Bus bus = limits.apply(Bus.builder()).build()) {
            bus.onConnection(socket -> socket.on("say", (args, ack) -> socket.emit("said", 1)));
            JettyTransport web =
                    bus.attach(
                            JettyTransport.builder()
                                    .host("127.0.0.1")
                                    .port(0)
                                    .options(options)
                                    .build());
            try (RawClient client = new RawClient(web.port())) {
                step.run(client);
            }
            Patience.await("it is said", () -> lines(log, part) > 0);
            assertThat(lines(log, part)).isEqualTo(1);
        }
    }

    private static long lines(LogCapture log, String part) {
        return log.lines().stream()
                .filter(line -> line.startsWith("WARNING") && line.contains(part))
                .count();
    }

    private static String enter(RawClient client) throws Exception {
        String target = POLL + "&sid=" + EchoFixture.sid(client.get(POLL).body());
        client.post(target, "40");
        return target;
    }

    @Test
    void shouldSayThatThereAreTooManySessions() throws Exception {
        expectLine(bus -> bus, options -> options.maxSessions(1), "maxSessions", this::knockThrice);
    }

    @Test
    void shouldSayThatAnAddressHasTooManySessionsAndThinkOfProxies() throws Exception {
        expectLine(
                bus -> bus,
                options -> options.maxSessionsPerAddress(1),
                "maxSessionsPerAddress allows. Behind a proxy",
                this::knockThrice);
    }

    private void knockThrice(RawClient client) throws Exception {
        for (int i = 0; i < 3; i++) {
            client.get(POLL);
        }
    }

    @Test
    void shouldSayThatAClientIsTooFast() throws Exception {
        expectLine(
                bus -> bus.limits(ClientLimits.builder().eventsPerSecond(1).build()),
                options -> {},
                "eventsPerSecond",
                client -> client.post(enter(client), "42[\"x\"]\u001e".repeat(9) + "42[\"x\"]"));
    }

    @Test
    void shouldSayThatAClientIsTooSlow() throws Exception {
        OutboundLimits strict = new OutboundLimits(1, 1_000, OutboundLimits.Policy.DISCONNECT);
        expectLine(
                bus -> bus.outboundLimits(strict),
                options -> {},
                "outboundLimits",
                client ->
                        client.post(enter(client), "42[\"say\"]\u001e".repeat(9) + "42[\"say\"]"));
    }
}
