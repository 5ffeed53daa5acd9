package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.0.10.1, 255.0.10.1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:0DB8::0001, 2001:db8::1",
        // The examples of RFC 5952: the longest row, the first of equal ones, no row of one.
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::ffff:a00:1, 10.0.0.1",
    })
    void shouldWriteEachAddressInOneForm(String text, String form) {
        assertThat(IpAddress.text(IpAddress.parse(text))).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "+1.2.3.4",
                "1.2.3.x",
                "localhost",
                "1",
                ":",
                "1:2",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "::g",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "\u0661.2.3.4"
            })
    void shouldReadNothingElse(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void shouldNameTheZoneOfALinkLocalPeer() throws Exception {
        byte[] address = IpAddress.parse("fe80::1");

        assertThat(IpAddress.text(peer(Inet6Address.getByAddress(null, address, 7))))
                .isEqualTo("fe80::1%7");
        assertThat(IpAddress.text(peer(InetAddress.getByAddress(IpAddress.parse("::1")))))
                .isEqualTo("::1");
        assertThat(IpAddress.text(InetSocketAddress.createUnresolved("x", 1))).isNull();
    }

    private static InetSocketAddress peer(InetAddress address) {
        return new InetSocketAddress(address, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.3.4, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.6, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fc00::1, false",
        "::1, ::1, true",
        "::/0, 1.2.3.4, false",
    })
    void shouldKnowWhatIsInANetwork(String network, String address, boolean isIn) {
        assertThat(IpNetwork.parse(network).contains(IpAddress.parse(address))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10/8", "*"})
    void shouldRefuseWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
