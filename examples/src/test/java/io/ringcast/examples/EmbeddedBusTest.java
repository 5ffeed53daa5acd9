package io.ringcast.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class EmbeddedBusTest {
    @Test
    void shouldPrintWhatHappensAndEnd() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        EmbeddedBus.run(new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8).lines())
                .containsExactly(
                        "buyer watches: tea",
                        "shop sends: Order[item=tea, pieces=4]",
                        "shop is told: sent",
                        "shop sends: Order[item=tea, pieces=5]",
                        "buyer hears: low on Stock[item=tea, pieces=1]",
                        "shop is told: sent",
                        "shop sends: Order[item=tea, pieces=3]",
                        "shop is told: sold out",
                        "warehouse asks its buyers: [100]",
                        "closed");
    }
}
