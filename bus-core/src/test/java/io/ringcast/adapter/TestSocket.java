package io.ringcast.adapter;

/** A socket that counts what it is sent. */
final class TestSocket implements LocalSocket {
    private final String id;
    private final boolean isInProcess;
    private final Membership membership = new Membership();
    int received;
    Runnable onSend = () -> {};

    TestSocket(String id, boolean isInProcess) {
        this.id = id;
        this.isInProcess = isInProcess;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void send(Broadcast broadcast) {
        received++;
        onSend.run();
    }

    @Override
    public boolean isInProcess() {
        return isInProcess;
    }

    @Override
    public void disconnect(boolean close) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketDetails details() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Membership membership() {
        return membership;
    }
}
