package io.ringcast.engineio;

/** The types of Engine.IO packets. A packet's first character is its type's {@link #digit}. */
public enum PacketType {
    /** Opens a session; server to client. */
    OPEN('0'),
    /** Closes a session. */
    CLOSE('1'),
    /** Asks for a sign of life; server to client. */
    PING('2'),
    /** Answers a ping. */
    PONG('3'),
    /** Carries a message of the application. */
    MESSAGE('4'),
    /** Moves a session to the transport on which it is sent. */
    UPGRADE('5'),
    /** Ends a poll without saying anything. */
    NOOP('6');

    private static final PacketType[] TYPES = values();
    private final byte digit;

    PacketType(char digit) {
        this.digit = (byte) digit;
    }

    /**
     * The character on the wire.
     *
     * @return {@code '0'} to {@code '6'}
     */
    public byte digit() {
        return digit;
    }

    /**
     * The type behind a character.
     *
     * @param digit the character
     * @return the type
     * @throws io.ringcast.protocol.ProtocolException if there is no such type
     */
    static PacketType of(byte digit) {
        int index = digit - '0';
        if (index < 0 || index >= TYPES.length) {
            throw new io.ringcast.protocol.ProtocolException("unknown packet type");
        }
        return TYPES[index];
    }
}
