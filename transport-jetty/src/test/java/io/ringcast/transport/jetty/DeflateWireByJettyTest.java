package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DeflateWireByJettyTest extends DeflateWireTest {
    @Override
    WebSockets engine() {
        return WebSockets.JETTY;
    }

    /** Jetty knows no threshold. */
    @Override
    @Test
    void shouldSendWhatIsShortOrDoesNotShrinkAsItIs() throws Exception {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);

        client().text("4short").binary(noise);

        assertThat(client().message().isCompressed()).isTrue();
        assertThat(client().message().data()).isEqualTo(noise);
    }

    @Override
    @Test
    void shouldHonourCompressFalse() {
        // Jetty can't be told for a message.
    }
}
