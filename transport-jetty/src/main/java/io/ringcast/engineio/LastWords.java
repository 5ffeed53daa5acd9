package io.ringcast.engineio;

import io.ringcast.loop.AnyThread;

/**
 * What is heard of a client whose session closes: only that it closes, too. It will not fetch what
 * is left, so that waiting for it would keep a shutdown waiting.
 */
@AnyThread
record LastWords(ServerSession session) implements PayloadCodec.Sink {

    @Override
    public void onText(byte[] utf8, int offset, int length) {}

    @Override
    public void onBinary(byte[] data) {}

    @Override
    public void onControl(PacketType type, int length) {
        if (type == PacketType.CLOSE) {
            session.end(Ending.byPeer("close packet"));
        }
    }

    @Override
    public boolean wantsMore() {
        return session.state() == SessionState.CLOSING;
    }
}
