package io.ringcast.protocol;

/** What a peer may make a {@link JsonParser} hold. The options are described at its builder. */
record JsonLimits(
        int maxAttachments,
        long maxAttachmentBytes,
        int maxDepth,
        int maxArguments,
        int maxNamespaceLength,
        int maxEventLength) {

    JsonLimits {
        check("maxAttachments", maxAttachments, 0, 1_000_000);
        check("maxAttachmentBytes", maxAttachmentBytes, 0, Long.MAX_VALUE);
        check("maxDepth", maxDepth, 1, PayloadGenerator.MAX_DEPTH);
        check("maxArguments", maxArguments, 1, Integer.MAX_VALUE);
        check("maxNamespaceLength", maxNamespaceLength, 1, Integer.MAX_VALUE);
        check("maxEventLength", maxEventLength, 1, Integer.MAX_VALUE);
    }

    private static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + ": " + value + " is not within " + least + " and " + most);
        }
    }
}
