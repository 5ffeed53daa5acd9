package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/** A packet whose attachments are still arriving. */
final class Assembly {
    private final Packet packet;
    private final Attachments attachments;
    private long bytesLeft;
    private int arrived;

    Assembly(Packet packet, Attachments attachments, JsonLimits limits) {
        this.packet = packet;
        this.attachments = attachments;
        this.bytesLeft = limits.maxAttachmentBytes();
    }

    /**
     * Takes the next attachment.
     *
     * @return the packet if this was the last
     */
    @Nullable Packet add(byte[] data) {
        bytesLeft -= data.length;
        if (bytesLeft < 0) {
            throw new ProtocolException("Attachments too large: more than maxAttachmentBytes");
        }
        attachments.set(arrived++, data);
        return arrived == attachments.count() ? packet : null;
    }
}
