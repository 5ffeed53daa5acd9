package io.ringcast.bench.ack;

import io.ringcast.AckCallback;
import io.ringcast.Bus;
import io.ringcast.ClientSocket;
import io.ringcast.loop.WaitMode;
import io.ringcast.transport.inmemory.InMemoryTransport;

/** A client of the same process asks for an ack. */
final class RingcastAsking implements Asking {
    private final Answers answers;
    private final Bus bus;
    private final ClientSocket client;
    private final AckCallback callback;

    RingcastAsking(Answers answers) {
        this.answers = answers;
        this.callback = AckCallback.of(Object.class, answers::take);
        bus = Bus.builder().waitMode(WaitMode.SPIN).ringSize(8192).build();
        bus.onConnection(socket -> socket.onRequest("ask", Object.class, question -> question));
        client = bus.attach(new InMemoryTransport()).connect("/");
    }

    @Override
    public void ask() {
        answers.asked++;
        client.emit("ask", Answers.QUESTION, callback);
    }

    @Override
    public void close() {
        bus.close();
    }
}
