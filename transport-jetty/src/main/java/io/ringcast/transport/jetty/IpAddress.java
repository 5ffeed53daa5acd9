package io.ringcast.transport.jetty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the Internet Protocol: read from text without asking a name server, and written in
 * one form each, that of RFC 5952. An IPv4 address inside an IPv6 address is the IPv4 address.
 */
final class IpAddress {
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int GROUPS = 8;

    private IpAddress() {}

    /** The 4 or 16 bytes of an address without brackets, zone and port; null if it is none. */
    static byte @Nullable [] parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** Four decimal numbers. Others read a zero in front of a number as octal: it is refused. */
    private static byte @Nullable [] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[4];
        if (parts.length != address.length) {
            return null;
        }
        for (int i = 0; i < address.length; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return address;
    }

    private static byte @Nullable [] parseIpv6(String text) {
        if (!IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            // In brackets it can be nothing but an address, so no name is looked up.
            return InetAddress.getByName("[" + text + "]").getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The address of a peer, or null if it came another way than by IP. */
    static byte @Nullable [] of(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getAddress()
                : null;
    }

    /** A peer's address as text, with the zone of one that is valid on one link only. */
    static @Nullable String text(SocketAddress peer) {
        byte[] address = of(peer);
        if (address == null) {
            return null;
        }
        InetAddress known = ((InetSocketAddress) peer).getAddress();
        if (known instanceof Inet6Address local && local.isLinkLocalAddress()) {
            String full = local.getHostAddress();
            int zone = full.indexOf('%');
            return zone < 0 ? text(address) : text(address) + full.substring(zone);
        }
        return text(address);
    }

    /** An address of 4 or 16 bytes as text. */
    static String text(byte[] address) {
        StringBuilder text = new StringBuilder(address.length == 4 ? 15 : 39);
        if (address.length == 4) {
            for (byte part : address) {
                text.append(text.isEmpty() ? "" : ".").append(part & 0xff);
            }
            return text.toString();
        }
        int gap = longestGap(address);
        int gapEnd = gap + zeros(address, gap);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap && gapEnd - gap > 1) {
                text.append("::");
                i = gapEnd - 1;
            } else {
                text.append(i == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    /** Where the longest row of zero groups begins, the first of several. */
    private static int longestGap(byte[] address) {
        int longest = 0;
        for (int i = 1; i < GROUPS; i++) {
            longest = zeros(address, i) > zeros(address, longest) ? i : longest;
        }
        return longest;
    }

    private static int zeros(byte[] address, int from) {
        int end = from;
        while (end < GROUPS && group(address, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
    }
}
