package io.ringcast.internal.bus;

import io.ringcast.BusOptions;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Packet;
import io.ringcast.protocol.Parser;
import io.ringcast.protocol.ProtocolException;
import io.ringcast.transport.Counter;
import io.ringcast.transport.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes packets of what one client sends, and has the memory paid for that they take meanwhile. */
@AnyThread
final class Intake {
    /*
     * Owner: the transport's thread that brings the client's messages, one call at a time.
     * Paid for: the messages of a packet whose attachments are due, and a complete packet until its
     * loop has run it; the packet's account goes with it, and whoever has it last releases it.
     * Small packets are free: a transport waits for a place in the ring, so there are never more of
     * them than entries, and all rings full of them take no more than half of the budget besides.
     * Cost: a comparison for a small packet; for others an object and two compare-and-sets.
     */
    private static final int MOST_FREE = 1_024;

    private final RingClient client;
    private final BusCore core;
    private final MemoryBudget budget;
    private final int free;
    private Parser.@Nullable Decoder decoder;
    // Made for the first packet with attachments.
    private @Nullable AttachmentWatch attachments;
    // Of the packet that is not complete: what its messages take, and who pays if that is much.
    private long bytes;
    private MemoryBudget.@Nullable Account account;

    Intake(RingClient client, BusCore core, MemoryBudget budget) {
        this.client = client;
        this.core = core;
        this.budget = budget;
        this.free = free(budget, core.options);
    }

    private static int free(MemoryBudget budget, BusOptions options) {
        if (budget.limit() == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        long entries = (long) options.ringSize() * options.loops();
        return (int) Math.min(MOST_FREE, budget.limit() / 2 / entries);
    }

    private interface Step {
        @Nullable Packet decode();
    }

    void text(byte[] utf8, int offset, int length) {
        // A small packet of a large body must not keep all of it.
        boolean isCopied = utf8.length > free && length < utf8.length / 2;
        byte[] kept = isCopied ? Arrays.copyOfRange(utf8, offset, offset + length) : utf8;
        int from = isCopied ? 0 : offset;
        take(MemoryBudget.weight(kept.length), () -> decoder().text(kept, from, length));
    }

    void binary(byte[] data) {
        long size = Math.max(decoder().heldBytes(data), MemoryBudget.weight(data.length));
        take(size, () -> decoder().binary(data));
    }

    private void take(long size, Step step) {
        if (client.isClosed()) {
            return;
        }
        bytes += size;
        if (bytes > free && !isPaid()) {
            drop();
            client.overBudget();
            return;
        }
        Packet packet;
        try {
            packet = step.decode();
        } catch (ProtocolException broken) {
            drop();
            client.violation(String.valueOf(broken.getMessage()));
            return;
        } catch (RuntimeException | Error failure) {
            drop();
            throw failure;
        }
        if (packet == null) {
            attachments().incomplete();
        } else {
            complete(packet);
        }
    }

    private boolean isPaid() {
        MemoryBudget.Account known = account;
        if (known == null) {
            known = budget.account();
            account = known;
        }
        return known.hold(bytes);
    }

    private void complete(Packet packet) {
        MemoryBudget.Account paid = account;
        account = null;
        bytes = 0;
        if (attachments != null) {
            attachments.complete();
        }
        core.count(Counter.PACKETS_IN);
        try {
            client.route(packet, paid);
        } catch (ProtocolException broken) {
            release(paid);
            client.violation(String.valueOf(broken.getMessage()));
        } catch (RuntimeException | Error failure) {
            release(paid);
            throw failure;
        }
    }

    private static void release(MemoryBudget.@Nullable Account paid) {
        if (paid != null) {
            paid.release();
        }
    }

    /** Forgets a packet that is not complete, and gives its memory back. */
    void drop() {
        MemoryBudget.Account paid = account;
        account = null;
        bytes = 0;
        if (decoder != null) {
            decoder.reset();
        }
        if (attachments != null) {
            attachments.complete();
        }
        if (paid != null) {
            paid.release();
        }
    }

    private AttachmentWatch attachments() {
        AttachmentWatch known = attachments;
        if (known == null) {
            known =
                    new AttachmentWatch(
                            client, core.mainLoop(), core.options.limits().attachmentTimeout());
            attachments = known;
        }
        return known;
    }

    private Parser.Decoder decoder() {
        Parser.Decoder known = decoder;
        if (known == null) {
            known = core.options.parser().decoder();
            decoder = known;
        }
        return known;
    }
}
