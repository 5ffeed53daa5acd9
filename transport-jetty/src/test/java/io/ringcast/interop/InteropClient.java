package io.ringcast.interop;

import java.util.List;
import java.util.Map;

/** An official client in one version. */
interface InteropClient extends AutoCloseable {

    InteropSocket open(String url, Settings settings) throws Exception;

    /** Another namespace on the connection of a socket. */
    InteropSocket namespace(InteropSocket socket, String name, Map<String, ?> auth)
            throws Exception;

    @Override
    void close() throws Exception;

    /** How a connection is made. */
    record Settings(List<String> transports, Map<String, String> query, Map<String, String> auth) {
        static Settings over(Route route) {
            return new Settings(route.transports(), Map.of(), Map.of());
        }

        Settings query(String name, String value) {
            return new Settings(transports, Map.of(name, value), auth);
        }

        Settings auth(String name, String value) {
            return new Settings(transports, query, Map.of(name, value));
        }
    }
}
