package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void shouldHaveTheReferencesDefaults() {
        EngineOptions options = EngineOptions.DEFAULT;

        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(options.pingTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.upgradeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.maxPayload()).isEqualTo(1_000_000);
        assertThat(options.transports())
                .containsExactly(EngineTransport.POLLING, EngineTransport.WEBSOCKET);
        assertThat(options.allowUpgrades()).isTrue();
        assertThat(options.allowEIO3()).isFalse();
        assertThat(options.cookie()).isNull();
        assertThat(options.initialPacket()).isNull();
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertRefused(EngineOptions.builder().pingInterval(Duration.ZERO), "pingInterval");
        assertRefused(EngineOptions.builder().pingTimeout(Duration.ofDays(2)), "pingTimeout");
        assertRefused(
                EngineOptions.builder().upgradeTimeout(Duration.ofNanos(1)), "upgradeTimeout");
        assertRefused(EngineOptions.builder().closeTimeout(Duration.ZERO), "closeTimeout");
        assertRefused(EngineOptions.builder().maxPayload(0), "maxPayload");
        assertRefused(EngineOptions.builder().messageTimeout(Duration.ZERO), "messageTimeout");
        assertRefused(EngineOptions.builder().inboundBudget(-1), "inboundBudget");
        assertRefused(
                EngineOptions.builder().inboundBudget(999_999),
                "inboundBudget must be at least the largest message, 1000000 bytes: 999999");
        assertRefused(EngineOptions.builder().maxPacketsPerPayload(0), "maxPacketsPerPayload");
        assertRefused(EngineOptions.builder().maxSessions(-1), "maxSessions");
        assertRefused(EngineOptions.builder().maxSessionsPerAddress(-1), "maxSessionsPerAddress");
    }

    private static void assertRefused(EngineOptions.Builder builder, String name) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldRefuseATextWithoutRoomForItsType() {
        byte[] buffer = EngineFixture.bytes("x2[\"a\"]");

        assertThatThrownBy(
                        () ->
                                EnginePacket.message(
                                        io.ringcast.protocol.Encoded.text(buffer, 1, 6), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                EnginePacket.message(
                                        io.ringcast.protocol.Encoded.text(buffer, 0, 6), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
