package io.ringcast;

/**
 * Bounds on what one client may do. Beyond them it gets an error that names the limit.
 *
 * @param namespacesPerConnection namespaces that one connection may be in; default 100
 * @param roomsPerSocket rooms that one socket may be in; default 10,000
 * @param pendingAcksPerSocket answers that may be waited for from one socket; default 100,000
 */
public record ClientLimits(
        int namespacesPerConnection, int roomsPerSocket, int pendingAcksPerSocket) {

    /** The defaults. */
    public static final ClientLimits DEFAULT = new ClientLimits(100, 10_000, 100_000);

    /** Checks the values. */
    public ClientLimits {
        if (namespacesPerConnection < 1 || roomsPerSocket < 1 || pendingAcksPerSocket < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: namespacesPerConnection="
                            + namespacesPerConnection
                            + ", roomsPerSocket="
                            + roomsPerSocket
                            + ", pendingAcksPerSocket="
                            + pendingAcksPerSocket);
        }
    }
}
