package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "7f",
                "c280",
                "dfbf",
                "e0a080",
                "e18080",
                "ed9fbf",
                "ee8080",
                "efbfbf",
                "f0908080",
                "f18080bf",
                "f48fbfbf",
                "6161616161616161c3a9",
                "61616161616161616161616161616161e282ac61"
            })
    void shouldTakeWellFormedText(String hex) {
        assertThat(isValid(hex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf", // a continuation alone
                "c080",
                "c1bf",
                "e09fbf",
                "f08fbfbf", // overlong
                "eda080",
                "edbfbf", // surrogates
                "f4908080",
                "f5808080",
                "ff",
                "fe", // beyond U+10FFFF
                "c2",
                "e2",
                "e282",
                "f09f98", // cut off
                "c341",
                "e28241",
                "f09f9841",
                "e24141",
                "c3c3a9",
                "61616161616161c3",
                "6161616161616161ff"
            })
    void shouldRefuseWhatIsNotUtf8(String hex) {
        assertThat(isValid(hex)).isFalse();
    }

    private static boolean isValid(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return Utf8.isValid(bytes, 0, bytes.length);
    }
}
