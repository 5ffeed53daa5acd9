package io.ringcast.transport.jetty;

import static io.ringcast.engineio.WebSocketLink.NO_CODE;

import io.ringcast.engineio.EnginePacket;
import io.ringcast.engineio.WebSocketLink.Completion;
import io.ringcast.loop.AnyThread;
import io.ringcast.transport.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes frames to one WebSocket client, as many as fit in each write (RFC 6455). */
@AnyThread
final class FrameWriter implements Callback {
    /*
     * Owner: the thread that finds the writer idle becomes its runner: it fills a buffer and writes
     * it until there is nothing left. Others leave their work in the guarded fields and go. A write
     * that the network can't take at once hands the role over to the thread that completes it.
     * Invariant: one write at a time; a frame is never interrupted by another one; nothing follows
     * the close frame. Of several pings only the last is answered, as the protocol allows, so that
     * pings can't pile up behind a peer that does not read.
     * Cork: what the thread that reads sends while it takes a piece of input apart waits for the end of
     * that piece, so that the answers to many small messages leave in one or two writes.
     * Cost: bytes are copied once, into a pooled direct buffer of at most 64 KiB that is held only
     * while a write is under way. Where many writes are stuck it is 4 KiB: there is no more memory
     * outside the heap than in it, and it is the readers who decide how long a write takes.
     */

    /** Told what became of the connection; called by the runner, without a lock. */
    interface Owner {
        /** The close frame has left; nothing more is written. */
        void onCloseWritten();

        /** The connection can't be written to. */
        void onWriteFailed(Throwable cause);
    }

    private static final int MAX_BUFFER = 65_536;
    private static final int SMALL_BUFFER = 4_096;
    private static final int MAX_HEADER = 10;
    private static final int MAX_CONTROL = 127;
    private static final int NONE = 0;

    private enum Handover {
        /** The runner is inside {@code EndPoint.write}. */
        WRITING,
        /** The runner has left; the completion takes over. */
        LEFT,
        /** The write is complete. */
        DONE,
        /** It failed. */
        FAILED
    }

    private final EndPoint endPoint;
    private final ByteBufferPool pool;
    private final Owner owner;
    private final int deflateFrom;
    private final MemoryBudget buffers;
    // Set by the runner before a write; decided between it and the write's completion.
    private final AtomicReference<Handover> handover = new AtomicReference<>(Handover.DONE);

    // Written by the reading thread; another thread never finds itself in it, however stale it is.
    private @Nullable Thread corkedBy;

    // Guarded by this.
    private boolean running;
    private boolean ended;
    private EnginePacket @Nullable [] packets;
    private int count;
    private @Nullable Completion completion;
    private byte @Nullable [] pong;
    private int closeCode = NONE;

    // The runner's: where in the packets it is. A negative position is in front of the header.
    private int packet;
    private int frame;
    private int position = -1;
    private boolean closing;
    private @Nullable RetainableByteBuffer buffer;
    private int reserved;

    FrameWriter(EndPoint endPoint, ByteBufferPool pool, Owner owner, FrameLimits limits) {
        this.deflateFrom = limits.deflateFrom();
        this.buffers = limits.writeBuffers();
        this.endPoint = endPoint;
        this.pool = pool;
        this.owner = owner;
    }

    void send(EnginePacket[] batch, int size, Completion whenSent) {
        boolean accepted;
        boolean run;
        synchronized (this) {
            accepted = !ended && closeCode == NONE;
            if (accepted) {
                packets = batch;
                count = size;
                completion = whenSent;
            }
            run = accepted && becomeRunner();
        }
        if (!accepted) {
            whenSent.onSendFailed();
        } else if (run) {
            run();
        }
    }

    void pong(byte[] data) {
        synchronized (this) {
            if (ended || closeCode != NONE) {
                return;
            }
            pong = data;
            if (!becomeRunner()) {
                return;
            }
        }
        run();
    }

    /** Writes a close frame behind what is being written; only the first call has an effect. */
    void close(int code) {
        synchronized (this) {
            if (ended || closeCode != NONE) {
                return;
            }
            closeCode = code;
            if (!becomeRunner()) {
                return;
            }
        }
        run();
    }

    /** Lets what the calling thread sends wait until {@link #uncork}. */
    void cork() {
        corkedBy = Thread.currentThread();
    }

    void uncork() {
        corkedBy = null;
        synchronized (this) {
            boolean due = packets != null || pong != null || (closeCode != NONE && !closing);
            if (ended || !due || !becomeRunner()) {
                return;
            }
        }
        run();
    }

    /** Under the lock. */
    private boolean becomeRunner() {
        if (running || corkedBy == Thread.currentThread()) {
            return false;
        }
        running = true;
        return true;
    }

    /** Says whether {@link #close} was called. */
    synchronized boolean isClosing() {
        return closeCode != NONE;
    }

    private void run() {
        while (fillOrFail()) {
            handover.set(Handover.WRITING);
            endPoint.write(this, filled().getByteBuffer());
            if (handover.compareAndSet(Handover.WRITING, Handover.LEFT)
                    || handover.get() == Handover.FAILED) {
                return;
            }
            release();
        }
    }

    /** Where there is no memory for a buffer, the writer ends as after a failed write. */
    private boolean fillOrFail() {
        try {
            return fill();
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    @Override
    public void succeeded() {
        if (handover.getAndSet(Handover.DONE) == Handover.LEFT) {
            release();
            run();
        }
    }

    @Override
    public void failed(Throwable cause) {
        handover.set(Handover.FAILED);
        release();
        Completion unfinished;
        synchronized (this) {
            ended = true;
            running = false;
            unfinished = completion;
            packets = null;
            completion = null;
            pong = null;
        }
        if (unfinished != null) {
            unfinished.onSendFailed();
        }
        owner.onWriteFailed(cause);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Puts what is due into a buffer; false if nothing is, and then the role of runner is free. */
    private boolean fill() {
        finishBatch();
        EnginePacket[] batch;
        int size;
        byte[] answer = null;
        int code = NONE;
        synchronized (this) {
            batch = packets;
            size = count;
            if (position < 0) {
                answer = pong;
                pong = null;
            }
            if (!closing) {
                code = closeCode;
            }
            if (batch == null && answer == null && code == NONE) {
                running = false;
                return false;
            }
        }
        RetainableByteBuffer target = pool.acquire(affordable(room(batch, size)), true);
        buffer = target;
        ByteBuffer bytes = target.getByteBuffer();
        BufferUtil.clearToFill(bytes);
        if (answer != null) {
            header(bytes, FrameReader.PONG, answer.length);
            bytes.put(answer);
        }
        boolean all = batch == null || put(batch, size, bytes);
        if (all && code != NONE && bytes.remaining() >= MAX_CONTROL) {
            closing = true;
            closeFrame(bytes, code);
        }
        BufferUtil.flipToFlush(bytes, 0);
        return true;
    }

    private void finishBatch() {
        Completion finished = null;
        synchronized (this) {
            if (packets != null && packet == count) {
                finished = completion;
                packets = null;
                completion = null;
                packet = 0;
            }
        }
        if (finished != null) {
            finished.onSent();
        }
        if (closing) {
            synchronized (this) {
                ended = true;
            }
            owner.onCloseWritten();
        }
    }

    private int room(EnginePacket @Nullable [] batch, int size) {
        long room = 2 * MAX_CONTROL;
        if (batch != null) {
            for (int i = packet; i < size && room < MAX_BUFFER; i++) {
                room += batch[i].totalBytes() + (long) MAX_HEADER * batch[i].frameCount();
            }
        }
        return (int) Math.min(room, MAX_BUFFER);
    }

    /** So much, or a small buffer where writes of others hold what there is. */
    private int affordable(int size) {
        if (size <= SMALL_BUFFER) {
            return size;
        }
        boolean granted = buffers.tryReserve(size);
        reserved = granted ? size : 0;
        return granted ? size : SMALL_BUFFER;
    }

    /** Puts as much of a batch as fits; true if that was the rest of it. */
    private boolean put(EnginePacket[] batch, int size, ByteBuffer bytes) {
        while (packet < size) {
            EnginePacket current = batch[packet];
            while (frame < current.frameCount()) {
                if (!putFrame(current, bytes)) {
                    return false;
                }
                frame++;
                position = -1;
            }
            packet++;
            frame = 0;
        }
        return true;
    }

    private boolean putFrame(EnginePacket current, ByteBuffer bytes) {
        byte[] deflated = deflateFrom == 0 ? null : Deflation.frame(current, frame, deflateFrom);
        int length = deflated == null ? current.length(frame) : deflated.length;
        if (position < 0) {
            if (bytes.remaining() < MAX_HEADER) {
                return false;
            }
            int opcode = current.isBinary(frame) ? FrameReader.BINARY : FrameReader.TEXT;
            header(bytes, deflated == null ? opcode : FrameReader.COMPRESSED | opcode, length);
            position = 0;
        }
        int piece = Math.min(length - position, bytes.remaining());
        if (deflated == null) {
            bytes.put(current.buffer(frame), current.offset(frame) + position, piece);
        } else {
            bytes.put(deflated, position, piece);
        }
        position += piece;
        return position == length;
    }

    private static void header(ByteBuffer bytes, int opcode, int length) {
        bytes.put((byte) (0x80 | opcode));
        if (length < 126) {
            bytes.put((byte) length);
        } else if (length < 65_536) {
            bytes.put((byte) 126).putShort((short) length);
        } else {
            bytes.put((byte) 127).putLong(length);
        }
    }

    private static void closeFrame(ByteBuffer bytes, int code) {
        boolean empty = code == NO_CODE;
        header(bytes, FrameReader.CLOSE, empty ? 0 : 2);
        if (!empty) {
            bytes.putShort((short) code);
        }
    }

    private RetainableByteBuffer filled() {
        RetainableByteBuffer held = buffer;
        if (held == null) {
            throw new IllegalStateException("nothing to write");
        }
        return held;
    }

    private void release() {
        RetainableByteBuffer held = buffer;
        buffer = null;
        if (held != null) {
            held.release();
        }
        if (reserved > 0) {
            buffers.release(reserved);
            reserved = 0;
        }
    }
}
