package io.ringcast.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final List<String> KNOWN =
            List.of("--port=3000", "--name=", "--flag", "--unit=SECONDS");

    @Test
    void shouldHaveDefaults() {
        Options options = Options.parse(KNOWN);

        assertThat(options.number("--port", 0, 65_535)).isEqualTo(3000);
        assertThat(options.text("--name")).isEmpty();
        assertThat(options.isSet("--name")).isFalse();
        assertThat(options.isSet("--flag")).isFalse();
        assertThat(options.choice("--unit", TimeUnit.class)).isEqualTo(TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeValuesInAnyOrderAndTheLastOfEach() {
        Options options =
                Options.parse(
                        KNOWN, "--flag", "--port", "1", "--unit", "days", "--name", "-x", "--port",
                        "0");

        assertThat(options.number("--port", 0, 65_535)).isZero();
        assertThat(options.text("--name")).isEqualTo("-x");
        assertThat(options.isSet("--flag")).isTrue();
        assertThat(options.choice("--unit", TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
    }

    @Test
    void shouldRefuseUnknownOptionsAndNameTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(KNOWN, "--prot", "1"))
                .withMessage(
                        "Unknown option --prot. Known are"
                                + " [--port=3000, --name=, --flag, --unit=SECONDS]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(KNOWN, "stray"))
                .withMessageStartingWith("Unknown option stray.");
    }

    @Test
    void shouldRefuseAMissingValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(KNOWN, "--port"))
                .withMessage("--port needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(KNOWN, "--port", "--flag"))
                .withMessage("--port needs a value");
    }

    @Test
    void shouldRefuseWhatIsNoNumberWithinTheBounds() {
        for (String value : List.of("x", "", "-1", "65536", "1e3", "99999999999")) {
            Options options = Options.parse(KNOWN, "--port", value);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.number("--port", 0, 65_535))
                    .withMessage("--port must be a number from 0 to 65535: " + value);
        }
    }

    @Test
    void shouldRefuseAnUnknownChoice() {
        Options options = Options.parse(KNOWN, "--unit", "years");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.choice("--unit", TimeUnit.class))
                .withMessageStartingWith("--unit must be one of [NANOSECONDS, ")
                .withMessageEndingWith(": years");
    }
}
