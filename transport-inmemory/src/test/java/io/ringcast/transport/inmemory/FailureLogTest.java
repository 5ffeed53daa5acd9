package io.ringcast.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ErrorHandler;
import io.ringcast.internal.dispatch.LoggingErrorHandler;
import io.ringcast.transport.Counter;
import io.ringcast.transport.inmemory.WireClient.Road;
import io.ringcast.transport.inmemory.test.TestBus;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients can make a bus write: little, whatever they send. */
class FailureLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.ringcast.Bus");
    private static final int EVENTS = 2_000;

    private final List<LogRecord> log = new ArrayList<>();
    private final Handler capture =
            new Handler() {
                @Override
                public void publish(LogRecord logged) {
                    log.add(logged);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void capture() {
        LOGGER.addHandler(capture);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void letGo() {
        LOGGER.removeHandler(capture);
        LOGGER.setUseParentHandlers(true);
    }

    private static TestBus bus(ErrorHandler handler) {
        TestBus bus = TestBus.create(options -> options.errorHandler(handler));
        bus.onConnection(
                socket -> {
                    socket.on("n", int.class, n -> {});
                    socket.on(
                            "e",
                            (args, ack) -> {
                                throw new IllegalStateException("thrown on purpose");
                            });
                    socket.onAny((event, args) -> args.get(0, int.class));
                });
        return bus;
    }

    @Test
    void shouldWriteOneLineOfEachKindWhenAClientSendsBadEvents() {
        TestBus bus = bus(new LoggingErrorHandler());
        WireClient client = Road.to(bus).enter();

        for (int i = 0; i < EVENTS; i++) {
            client.say("2[\"n\",\"x\"]").say("2[\"e\",1]").say("2[\"any" + i + "\",\"x\"]");
        }

        assertThat(bus.takeFailures()).hasSize(4 * EVENTS);
        assertThat(bus.counters().get(Counter.FAILURES)).isEqualTo(4 * EVENTS);
        assertThat(log).hasSizeLessThan(250);
        assertThat(log).filteredOn(logged -> logged.getThrown() != null).hasSize(1);
    }

    /** Each client's failure is one of the handler, too. */
    @Test
    void shouldWriteOneStackWhenTheErrorHandlerFailsItself() {
        TestBus bus =
                bus(
                        (context, failure) -> {
                            throw new UnsupportedOperationException("thrown on purpose");
                        });
        WireClient client = Road.to(bus).enter();

        for (int i = 0; i < EVENTS; i++) {
            client.say("2[\"n\",\"x\"]");
        }

        assertThat(bus.takeFailures()).hasSize(2 * EVENTS);
        assertThat(log)
                .singleElement()
                .satisfies(
                        logged -> {
                            assertThat(logged.getMessage()).startsWith("error handler failed:");
                            assertThat(logged.getThrown())
                                    .isInstanceOf(UnsupportedOperationException.class);
                        });
    }
}
