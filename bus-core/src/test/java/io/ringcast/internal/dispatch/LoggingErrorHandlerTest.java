package io.ringcast.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ErrorContext;
import io.ringcast.protocol.PayloadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingErrorHandlerTest {
    private static final Logger LOGGER = Logger.getLogger("io.ringcast.Bus");

    private final List<LogRecord> log = new ArrayList<>();
    private final Handler capture = new Capture();
    private long now = Long.MAX_VALUE - 5; // as nanoTime may be
    private final LoggingErrorHandler handler = new LoggingErrorHandler(() -> now);

    private final class Capture extends Handler {
        @Override
        public void publish(LogRecord logged) {
            log.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

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

    private void later(Duration time) {
        now += time.toNanos();
    }

    private static ErrorContext listener(String event) {
        return new ErrorContext("listener", "/", "id", event);
    }

    private static PayloadException misfit() {
        return new PayloadException(
                "A value can't be read as int", new IllegalStateException("quotes the secret"));
    }

    /** 20,000 events of 12 bytes once made a log of 30 MB. */
    @Test
    void shouldWriteOneStackAndThenACountWhenAFailureKeepsComing() {
        for (int i = 0; i < 20_000; i++) {
            handler.onError(listener("e"), broken(i));
        }
        later(Duration.ofSeconds(59));
        handler.onError(listener("e"), broken(20_000));

        assertThat(log).hasSize(1);
        assertThat(log.get(0).getMessage()).isEqualTo("listener failed: namespace=/, event=e");
        assertThat(log.get(0).getThrown()).hasMessage("broken 0");
    }

    private static IllegalStateException broken(int number) {
        return new IllegalStateException("broken " + number);
    }

    private static IllegalStateException one() {
        return new IllegalStateException("one");
    }

    @Test
    void shouldSayOnceAMinuteHowManyWereLeftOut() {
        for (int i = 0; i < 500; i++) {
            handler.onError(listener("e"), one());
        }
        later(Duration.ofMinutes(1));
        for (int i = 0; i < 500; i++) {
            handler.onError(listener("e"), one());
        }
        later(Duration.ofMinutes(1));
        handler.onError(listener("e"), one());
        later(Duration.ofHours(1));
        handler.onError(listener("e"), one());

        String line =
                "listener failed: namespace=/, event=e: java.lang.IllegalStateException at "
                        + one().getStackTrace()[0];
        String more = " (and 499 times more since the last warning)";
        assertThat(log.subList(1, log.size()))
                .extracting(LogRecord::getMessage)
                .containsExactly(line + more, line + more, line);
        assertThat(log.subList(1, log.size())).extracting(LogRecord::getThrown).containsOnlyNulls();
    }

    @Test
    void shouldWriteEachPlaceAndEachExceptionOfItsOwn() {
        for (int i = 0; i < 2; i++) {
            handler.onError(listener("e"), one());
            handler.onError(listener("e"), new IllegalStateException("elsewhere"));
            handler.onError(listener("e"), new ArithmeticException());
            handler.onError(listener("e"), new RuntimeException(new ArithmeticException()));
            handler.onError(new ErrorContext("middleware", "/", "id", null), one());
        }

        assertThat(log).hasSize(5).allMatch(logged -> logged.getThrown() != null);
    }

    @Test
    void shouldTellFailuresOfLibraryCallsApartByTheirCallers() {
        for (int i = 0; i < 2; i++) {
            handler.onError(listener("a"), thrownBy(() -> List.of().get(0)));
            handler.onError(listener("b"), thrownBy(() -> List.of().get(1)));
        }

        assertThat(log).hasSize(2);
    }

    private static Throwable thrownBy(Runnable code) {
        try {
            code.run();
            throw new AssertionError("nothing thrown");
        } catch (RuntimeException e) {
            return e;
        }
    }

    @Test
    void shouldWriteALineWithoutAStackWhenAnArgumentDoesNotFit() {
        for (int i = 0; i < 500; i++) {
            handler.onError(listener("e"), misfit());
            handler.onError(listener("f"), misfit());
        }
        later(Duration.ofMinutes(1));
        handler.onError(listener("e"), misfit());

        String line =
                "listener failed: namespace=/, event=%s: A value can't be read as int"
                        + " (java.lang.IllegalStateException)%s";
        assertThat(log)
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        line.formatted("e", ""),
                        line.formatted("f", ""),
                        line.formatted("e", " (and 499 times more since the last warning)"));
        assertThat(log).extracting(LogRecord::getThrown).containsOnlyNulls();
    }

    @Test
    void shouldStayWithinBoundsWhenPeersChooseTheNamesOfEventsAndNamespaces() {
        for (int i = 0; i < 2_000; i++) {
            ErrorContext peers =
                    new ErrorContext("catch-all listener", "/" + i, "id" + i, "event" + i);
            handler.onError(peers, misfit());
            handler.onError(peers, one());
        }

        assertThat(log).hasSizeLessThan(250);
        log.clear();
        handler.onError(listener("e"), new ArithmeticException("still seen"));
        assertThat(log).singleElement().extracting(LogRecord::getThrown).isNotNull();
    }

    /** An internal error of a gateway is reported with an id of its own. */
    @Test
    void shouldCountFailuresOfOneKindWhateverTheirIds() {
        for (int i = 0; i < 1_000; i++) {
            String where = "gateway handler Chat.post(Socket), error id " + i;
            handler.onError(new ErrorContext(where, "/", "id", "post"), one());
        }

        assertThat(log).hasSize(1);
        assertThat(log.get(0).getMessage()).contains("error id 0");
    }

    @Test
    void shouldStayWithinBoundsWhenKindsHaveNoEnd() {
        for (int i = 0; i < 2_000; i++) {
            handler.onError(new ErrorContext("where" + i, null, null, null), one());
        }

        assertThat(log).hasSizeLessThanOrEqualTo(1_001);
    }

    @Test
    void shouldWriteNamesOnOneLine() {
        handler.onError(listener("a\nb" + "c".repeat(1_000)), new StackOverflowError());

        assertThat(log.get(0).getMessage()).contains("event=a?b").doesNotContain("\n");
        assertThat(log.get(0).getMessage().length()).isLessThan(200);
    }
}
