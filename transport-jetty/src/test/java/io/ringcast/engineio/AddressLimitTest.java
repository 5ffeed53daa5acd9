package io.ringcast.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressLimitTest {
    private final AddressLimit limit = new AddressLimit(1);

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, false",
        "192.0.2.1, 192.0.2.2, true",
        "2001:db8::1, 2001:db8::2, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, false",
        "2001:db8:0:1::1, 2001:db8:0:2::1, true",
        "fe80::1%7, fe80::2%7, false",
        "a:name, b:name, true"
    })
    void shouldTellHostsApart(String first, String second, boolean isOther) {
        limit.enter(first);

        assertThat(limit.isReached(second)).isEqualTo(!isOther);
        assertThat(limit.enter(second)).isEqualTo(isOther);
    }

    @Test
    void shouldForgetWhoHasLeft() {
        limit.enter("2001:db8::1");
        limit.leave("2001:db8::1");

        assertThat(limit.enter("2001:db8::2")).isTrue();
        assertThat(limit.addresses()).isEqualTo(1);
    }
}
