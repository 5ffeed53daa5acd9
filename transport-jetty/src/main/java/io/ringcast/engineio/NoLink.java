package io.ringcast.engineio;

/** Stands for a WebSocket before it is open and after it has gone. */
final class NoLink implements WebSocketLink {
    static final NoLink INSTANCE = new NoLink();

    private NoLink() {}

    @Override
    public void send(EnginePacket[] packets, int count, Completion completion) {
        completion.onSendFailed();
    }

    @Override
    public void close(int code) {
        // Nothing there to close.
    }

    @Override
    public void abort() {
        // Nothing there to cut off.
    }
}
