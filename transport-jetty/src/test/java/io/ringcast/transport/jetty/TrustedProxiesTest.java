package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word about a client counts, and that nobody else's does. */
class TrustedProxiesTest {
    private static final String PEER = "127.0.0.1";
    private static final TrustedProxies NEAR = TrustedProxies.in("127.0.0.0/8", "10.0.0.0/8");

    private static ClientView look(TrustedProxies proxies, HttpFields headers) {
        ClientView direct =
                new ClientView(PEER, null, false, Authority.parse("upstream.example:3000"));
        return proxies.look(direct, IpAddress.parse(PEER), headers);
    }

    private static HttpFields fields(String... namesAndValues) {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static String address(TrustedProxies proxies, String forwardedFor) {
        return look(proxies, fields("X-Forwarded-For", forwardedFor)).address();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.0.0.1 | 203.0.113.9",
                // What a client wrote itself stands in front of what the proxies added.
                "198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "127.0.0.1, 203.0.113.9, 10.0.0.1 | 203.0.113.9",
                "<script>, 203.0.113.9 | 203.0.113.9",
                "10.0.0.2, 10.0.0.1 | 10.0.0.2",
                "2001:DB8:0::9 | 2001:db8::9",
                "[2001:db8::9]:4711 | 2001:db8::9",
                "203.0.113.9:4711 | 203.0.113.9",
                "::ffff:203.0.113.9 | 203.0.113.9",
                // No address: the one that wrote it is the last that is known.
                "unknown | 127.0.0.1",
                "unknown, 10.0.0.1 | 10.0.0.1",
                "203.0.113.9, evil.example | 127.0.0.1",
                "203.0.113.9, | 127.0.0.1",
            })
    void shouldFollowTheListWhileItsWriterIsTrusted(String list, String address) {
        assertThat(address(NEAR, list)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "2 | 198.51.100.1, 203.0.113.9, 10.0.0.1 | 203.0.113.9",
                "3 | 203.0.113.9, 10.0.0.1 | 203.0.113.9",
            })
    void shouldCountProxies(int hops, String list, String address) {
        assertThat(address(TrustedProxies.hops(hops), list)).isEqualTo(address);
    }

    @Test
    void shouldReadSeveralLinesAsOne() {
        HttpFields headers =
                fields("X-Forwarded-For", "198.51.100.1", "X-Forwarded-For", "203.0.113.9");

        assertThat(look(NEAR, headers).address()).isEqualTo("203.0.113.9");
    }

    @Test
    void shouldIgnoreWhatAnUntrustedPeerSays() {
        HttpFields headers =
                fields(
                        "X-Forwarded-For", "203.0.113.9",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "evil.example",
                        "Forwarded", "for=203.0.113.9;proto=https;host=evil.example");
        for (TrustedProxies far :
                new TrustedProxies[] {
                    TrustedProxies.in("10.0.0.0/8"), TrustedProxies.in("10.0.0.0/8").forwarded()
                }) {
            ClientView client = look(far, headers);

            assertThat(client.address()).isEqualTo(PEER);
            assertThat(client.isSecure()).isFalse();
            assertThat(client.authority()).hasToString("upstream.example:3000");
        }
    }

    @Test
    void shouldReadOnlyOneKindOfHeaders() {
        HttpFields headers =
                fields("X-Forwarded-For", "203.0.113.1", "Forwarded", "for=203.0.113.2");

        assertThat(look(NEAR, headers).address()).isEqualTo("203.0.113.1");
        assertThat(look(NEAR.forwarded(), headers).address()).isEqualTo("203.0.113.2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // for | proto | secure
                "203.0.113.9 | https | true",
                "203.0.113.9 | HTTPS | true",
                "203.0.113.9 | wss | true",
                "203.0.113.9 | http | false",
                "203.0.113.9 | gopher | false",
                // A client wrote the first, the trusted proxy the second.
                "203.0.113.9 | https, http | false",
                "203.0.113.9, 10.0.0.1 | https, http | true",
                "203.0.113.9, 10.0.0.1 | http, https, http | true",
                // The outer of two sets it, the inner leaves it.
                "203.0.113.9, 10.0.0.1 | https | true",
            })
    void shouldTakeTheOutermostProxysWordAboutTheScheme(String list, String proto, boolean secure) {
        ClientView client = look(NEAR, fields("X-Forwarded-For", list, "X-Forwarded-Proto", proto));

        assertThat(client.isSecure()).isEqualTo(secure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "chat.example:8443 | - | chat.example:8443",
                "chat.example:8443 | 443 | chat.example:8443",
                "chat.example | 8443 | chat.example:8443",
                "chat.example | - | chat.example",
                "- | 8443 | upstream.example:8443",
                "- | - | upstream.example:3000",
                "a b | x | upstream.example:3000",
                "evil.example, chat.example | - | chat.example",
            })
    void shouldTakeHostAndPortFromTheProxy(String host, String port, String authority) {
        HttpFields.Mutable headers = HttpFields.build();
        if (host != null) {
            headers.add("X-Forwarded-Host", host);
        }
        if (port != null) {
            headers.add("X-Forwarded-Port", port);
        }

        assertThat(look(NEAR, headers).authority()).hasToString(authority);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "for=203.0.113.9;proto=https;host=chat.example | 203.0.113.9 | true | chat.example",
                "For=\"[2001:db8::9]:4711\" ; Proto=https | 2001:db8::9 | true | up",
                "for=198.51.100.1, for=203.0.113.9;proto=http | 203.0.113.9 | false | up",
                "for=203.0.113.9;proto=https, for=10.0.0.1;proto=http | 203.0.113.9 | true | up",
                "for=203.0.113.9;host=\"chat.example:8443\" | 203.0.113.9 | false | "
                        + "chat.example:8443",
                "for=\"203.0.113.\\9\";by=10.0.0.1 | 203.0.113.9 | false | up",
                "for=\"a, for=b;c\", for=203.0.113.9 | 203.0.113.9 | false | up",
                ", for=203.0.113.9;, | 203.0.113.9 | false | up",
                "for=_hidden;proto=https | 127.0.0.1 | true | up",
                "proto=https | 127.0.0.1 | true | up",
                // Who can tell what is in and what behind the quotes?
                "for=\"x, for=203.0.113.9;proto=https | 127.0.0.1 | false | up",
                "for=\"x\\ | 127.0.0.1 | false | up",
                "for 203.0.113.9 | 127.0.0.1 | false | up",
                "for=203.0.113.9 proto=https | 127.0.0.1 | false | up",
                "for=;proto=https | 127.0.0.1 | false | up",
            })
    void shouldReadTheStandardsHeader(String line, String address, boolean secure, String host) {
        ClientView client = look(NEAR.forwarded(), fields("Forwarded", line));

        assertThat(client.address()).isEqualTo(address);
        assertThat(client.isSecure()).isEqualTo(secure);
        assertThat(client.authority())
                .hasToString(host.equals("up") ? "upstream.example:3000" : host);
    }

    @Test
    void shouldReadALongListWithoutAStackOverflow() {
        String list = "for=\"" + "\\a".repeat(100_000) + "\", for=203.0.113.9";

        assertThat(look(NEAR.forwarded(), fields("Forwarded", list)).address())
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void shouldRefuseAnImpossibleNumberOfProxies(int hops) {
        assertThatThrownBy(() -> TrustedProxies.hops(hops))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 100");
    }
}
