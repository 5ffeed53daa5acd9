package io.ringcast.protocol;

/**
 * What stands in front of a packet's payload: {@code <type>[<attachments>-][<namespace>,][<ack
 * id>]}. Holds the last one that was read.
 */
final class PacketHeader {
    static final int CONNECT = 0;
    static final int DISCONNECT = 1;
    static final int EVENT = 2;
    static final int ACK = 3;
    static final int CONNECT_ERROR = 4;
    static final int BINARY_EVENT = 5;
    static final int BINARY_ACK = 6;

    /** Where JavaScript's whole numbers end. */
    private static final long MAX_ACK_ID = 1L << 53;

    private static final int MAX_ACK_DIGITS = 16;

    private final JsonLimits limits;
    private final NameCache names;
    private int at;
    private int type;
    private int attachments;
    private String namespace = "/";
    private long ackId;

    PacketHeader(JsonLimits limits, NameCache names) {
        this.limits = limits;
        this.names = names;
    }

    int type() {
        return type;
    }

    int attachments() {
        return attachments;
    }

    String namespace() {
        return namespace;
    }

    long ackId() {
        return ackId;
    }

    /**
     * Reads a header.
     *
     * @return where the payload begins
     */
    int read(byte[] text, int from, int to) {
        at = from;
        type = at < to ? text[at++] - '0' : -1;
        if (type < CONNECT || type > BINARY_ACK) {
            throw new ProtocolException("Unknown packet type");
        }
        attachments = type >= BINARY_EVENT ? readAttachments(text, to) : 0;
        namespace = at < to && text[at] == '/' ? readNamespace(text, to) : "/";
        ackId = Packet.NO_ACK;
        if (hasAckId() && isDigit(text, to)) {
            ackId = readAckId(text, to);
        }
        return at;
    }

    private boolean hasAckId() {
        return type == EVENT || type == ACK || type >= BINARY_EVENT;
    }

    private int readAttachments(byte[] text, int to) {
        int count = 0;
        while (isDigit(text, to)) {
            count = count * 10 + (text[at++] - '0');
            if (count == 0) {
                throw new ProtocolException("Illegal attachments");
            }
            if (count > limits.maxAttachments()) {
                throw new ProtocolException("Too many attachments");
            }
        }
        if (count == 0 || at == to || text[at++] != '-') {
            throw new ProtocolException("Illegal attachments");
        }
        return count;
    }

    private String readNamespace(byte[] text, int to) {
        int from = at;
        while (at < to && text[at] != ',') {
            if (isControl(text[at])) {
                throw new ProtocolException("Control character in a namespace");
            }
            if (++at - from > limits.maxNamespaceLength()) {
                throw new ProtocolException("Namespace too long");
            }
        }
        String name = at - from == 1 ? "/" : names.get(text, from, at);
        if (at < to) {
            at++; // the comma, which the end of the packet replaces
        }
        return name;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7f;
    }

    private long readAckId(byte[] text, int to) {
        int from = at;
        long id = 0;
        while (isDigit(text, to)) {
            id = id * 10 + (text[at++] - '0');
            if (at - from > MAX_ACK_DIGITS || id > MAX_ACK_ID) {
                throw new ProtocolException("Illegal id");
            }
        }
        return id;
    }

    private boolean isDigit(byte[] text, int to) {
        return at < to && text[at] >= '0' && text[at] <= '9';
    }
}
