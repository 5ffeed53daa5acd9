package io.ringcast.transport.jetty;

/** All addresses that begin with the same bits. */
final class IpNetwork {
    private final byte[] address;
    private final int bits;

    private IpNetwork(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads an address or a network. */
    static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? 128 : bits(text.substring(slash + 1));
        if (address == null || bits < 0 || (slash >= 0 && bits > 8 * address.length)) {
            throw new IllegalArgumentException(
                    "not an address or a network, which look like 10.0.0.7, 10.0.0.0/8 or fd00::/8:"
                            + " "
                            + text);
        }
        return new IpNetwork(address, Math.min(bits, 8 * address.length));
    }

    private static int bits(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
            if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
