package io.ringcast.transport.jetty;

import io.ringcast.loop.AnyThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of a server whose word about a client counts: Express' setting {@code trust
 * proxy}. Without it what a request says about its way is ignored, since any client can say it.
 *
 * <p>A trusted proxy's word decides about {@code handshake().address()}, {@code
 * handshake().isSecure()}, the limit {@code maxSessionsPerAddress}, and about which pages are the
 * server's own. It is read from {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code
 * -Port}, or after {@link #forwarded} from the standard's {@code Forwarded} alone; never from both,
 * as a proxy sets the one and lets the other pass as the client sent it.
 *
 * <p>Lists are read from the end, where the nearest proxy writes: as long as the writer is trusted,
 * what it wrote about the one before counts. So a client in front of them can write what it likes.
 * An entry that is no address ends the way there, at the proxy that wrote it. The outermost proxy
 * must set the other headers, or remove them, rather than let them pass.
 *
 * <p>Immutable. Threads: any.
 *
 * <pre>{@code
 * options.trustProxy(TrustedProxies.in("127.0.0.1", "10.0.0.0/8")) // by where they are
 * options.trustProxy(TrustedProxies.hops(1))                       // by how many there are
 * }</pre>
 */
@AnyThread
public final class TrustedProxies {
    private static final int MOST_HOPS = 100;

    private final int hops;
    private final List<IpNetwork> networks;
    private final boolean standard;

    private TrustedProxies(int hops, List<IpNetwork> networks, boolean standard) {
        this.hops = hops;
        this.networks = networks;
        this.standard = standard;
    }

    /**
     * Trusts by number. Only where clients can't reach the server but through all of them: who
     * comes by a shorter way writes the list itself. It is the way to trust a proxy that connects
     * by a Unix socket.
     *
     * @param count how many proxies there are, one behind the other: 1 to 100
     * @return the trust
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static TrustedProxies hops(int count) {
        if (count < 1 || count > MOST_HOPS) {
            throw new IllegalArgumentException(
                    "hops must be 1 to 100, the number of proxies in a row: " + count);
        }
        return new TrustedProxies(count, List.of(), false);
    }

    /**
     * Trusts by address.
     *
     * @param network an address, {@code 10.0.0.7}, or a network, {@code 10.0.0.0/8} or {@code
     *     fd00::/8}
     * @param more others
     * @return the trust
     * @throws IllegalArgumentException if one is neither
     */
    public static TrustedProxies in(String network, String... more) {
        List<IpNetwork> all =
                Stream.concat(Stream.of(network), Stream.of(more)).map(IpNetwork::parse).toList();
        return new TrustedProxies(0, all, false);
    }

    /**
     * Reads {@code Forwarded} (RFC 7239) in place of the headers that begin with {@code
     * X-Forwarded}.
     *
     * @return a new value
     */
    public TrustedProxies forwarded() {
        return new TrustedProxies(hops, networks, true);
    }

    private boolean trusts(byte @Nullable [] address, int passed) {
        return passed < hops
                || (address != null && networks.stream().anyMatch(net -> net.contains(address)));
    }

    /** What a client sees whose request came from a peer. */
    ClientView look(ClientView direct, byte @Nullable [] peer, HttpFields headers) {
        if (!trusts(peer, 0)) {
            return direct;
        }
        if (standard) {
            List<Forwarded> way = Forwarded.read(headers);
            Client client = follow(peer, way.stream().map(Forwarded::node).toList());
            return client.view(direct, written(way, client.proxies));
        }
        Client client = follow(peer, list(headers, "X-Forwarded-For"));
        Forwarded told =
                new Forwarded(
                        "",
                        written(list(headers, "X-Forwarded-Proto"), client.proxies),
                        written(list(headers, "X-Forwarded-Host"), client.proxies),
                        written(list(headers, "X-Forwarded-Port"), client.proxies));
        return client.view(direct, told);
    }

    /** Goes back as far as those who wrote the list are trusted. */
    private Client follow(byte @Nullable [] peer, List<String> nodes) {
        byte[] known = peer;
        int proxies = 0;
        while (trusts(known, proxies)) {
            proxies++;
            int index = nodes.size() - proxies;
            byte[] before = index < 0 ? null : Forwarded.address(nodes.get(index));
            if (before == null) {
                break;
            }
            known = before;
        }
        return new Client(known == peer ? null : known, proxies);
    }

    /** What the outermost trusted proxy wrote: of a list to which all add, or only some. */
    private static <T> @Nullable T written(List<T> values, int passed) {
        return values.isEmpty() ? null : values.get(Math.max(0, values.size() - passed));
    }

    private static List<String> list(HttpFields headers, String name) {
        List<String> all = new ArrayList<>();
        for (String line : headers.getValuesList(name)) {
            for (String value : line.split(",", -1)) {
                all.add(value.trim());
            }
        }
        return all;
    }

    /**
     * Who is at the end of the way, unless it is the peer, and how many trusted proxies led to it.
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Client(byte @Nullable [] address, int proxies) {
        ClientView view(ClientView direct, @Nullable Forwarded told) {
            String scheme = told == null ? null : scheme(told.proto());
            return new ClientView(
                    address == null ? direct.address() : IpAddress.text(address),
                    scheme,
                    scheme == null ? direct.isSecure() : scheme.equals("https"),
                    authority(direct.authority(), told));
        }
    }

    private static @Nullable String scheme(@Nullable String proto) {
        String lower = Objects.requireNonNullElse(proto, "").toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "https", "wss" -> "https";
            case "http", "ws" -> "http";
            default -> null;
        };
    }

    /** A port that stands with the host is more telling than one that stands alone. */
    private static @Nullable Authority authority(
            @Nullable Authority direct, @Nullable Forwarded told) {
        if (told == null) {
            return direct;
        }
        Authority host = told.host() == null ? null : Authority.parse(told.host());
        if (host != null && host.port() != 0) {
            return host;
        }
        Authority known = host == null ? direct : host;
        if (known == null || told.port() == null) {
            return known;
        }
        return Objects.requireNonNullElse(Authority.parse(known.host() + ":" + told.port()), known);
    }
}
