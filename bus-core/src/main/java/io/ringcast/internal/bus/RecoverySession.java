package io.ringcast.internal.bus;

import io.ringcast.loop.AnyThread;
import org.jspecify.annotations.Nullable;

/** A client's session, over all its connections. */
@AnyThread
final class RecoverySession {
    /*
     * Present (a socket has it, connected or on the way in), or away (what its last socket left is
     * kept), or over for good.
     */
    private final String pid;
    // Written on the namespace's loop; read by threads that emit to a socket that has gone.
    private volatile @Nullable Holder holder;

    /** Who has a session: a socket or, while its client is away, what the last one left. */
    sealed interface Holder permits RingSocket, KeptSocket {}

    RecoverySession(String pid) {
        this.pid = pid;
    }

    /** The secret by which its client takes it up again. */
    String pid() {
        return pid;
    }

    /** Who has it; null when it is over. */
    @Nullable Holder holder() {
        return holder;
    }

    /** What is there to take up; null unless its client is away. */
    @Nullable KeptSocket kept() {
        return holder instanceof KeptSocket left ? left : null;
    }

    void belongsTo(@Nullable Holder next) {
        holder = next;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "RecoverySession[" + holder + "]";
    }
}
