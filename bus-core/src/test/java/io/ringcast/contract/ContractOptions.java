package io.ringcast.contract;

import java.util.Map;

/**
 * How a client presents itself.
 *
 * @param namespace the namespace of its first socket
 * @param auth what that says about itself, or null
 * @param query the handshake's query, beside what the transport itself needs
 * @param headers the handshake's headers, beside what the transport itself needs
 */
public record ContractOptions(
        String namespace, Object auth, Map<String, String> query, Map<String, String> headers) {

    /** A client that says nothing about itself. */
    public static ContractOptions of(String namespace) {
        return of(namespace, null);
    }

    /** A client with an auth. */
    public static ContractOptions of(String namespace, Object auth) {
        return new ContractOptions(namespace, auth, Map.of(), Map.of());
    }
}
