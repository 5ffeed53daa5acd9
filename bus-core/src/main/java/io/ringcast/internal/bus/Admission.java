package io.ringcast.internal.bus;

import io.ringcast.ConnectErrorException;
import io.ringcast.Middleware;
import io.ringcast.Next;
import io.ringcast.internal.loop.Loop;
import io.ringcast.internal.loop.LoopTimer;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.PayloadException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The middleware of a namespace, one after the other, for one socket that wants to enter. */
@AnyThread
final class Admission {
    /*
     * Runs on the loop; only Next is called from elsewhere. Middleware that never decides must not
     * keep a socket for ever: the connection's own time limit ends with its first namespace.
     */
    private final RingSocket socket;
    private final List<Middleware> steps;
    private final LoopTimer deadline = new LoopTimer(this::timeUp);

    Admission(RingSocket socket, List<Middleware> steps) {
        this.socket = socket;
        this.steps = steps;
    }

    void start() {
        if (!steps.isEmpty()) {
            loop().schedule(deadline, socket.core().options.connectTimeout().toNanos());
        }
        step(0);
    }

    /** The socket was let in, was refused or has gone. */
    void end() {
        loop().cancel(deadline);
    }

    private void timeUp() {
        socket.life().refuse("timeout", null);
    }

    private Loop loop() {
        return socket.loop();
    }

    private void step(int index) {
        if (!socket.isConnecting()) {
            return;
        }
        if (index == steps.size()) {
            socket.life().accept();
            return;
        }
        Step step = new Step(index + 1);
        loop().enter();
        try {
            steps.get(index).handle(socket, step);
        } catch (Exception failure) {
            step.fail(failure);
        } finally {
            loop().leave();
        }
    }

    /** One middleware's decision. */
    private final class Step extends AtomicBoolean implements Next {
        private static final long serialVersionUID = 1L;
        private final int next;

        Step(int next) {
            super(false);
            this.next = next;
        }

        @Override
        public void proceed() {
            if (compareAndSet(false, true)) {
                loop().perform(() -> step(next));
            }
        }

        @Override
        public void reject(Exception failure) {
            if (compareAndSet(false, true)) {
                loop().perform(() -> refuse(failure));
            }
        }

        /** A throw tells the client no more than it has to know. */
        void fail(Exception failure) {
            if (failure instanceof ConnectErrorException) {
                reject(failure);
            } else if (failure instanceof PayloadException) {
                reject(new ConnectErrorException("bad request"));
            } else {
                socket.failed("middleware", null, failure);
                reject(new ConnectErrorException("internal error"));
            }
        }

        private void refuse(Exception failure) {
            Object data = failure instanceof ConnectErrorException e ? e.data() : null;
            socket.life().refuse(String.valueOf(failure.getMessage()), data);
        }
    }
}
