package io.ringcast.interop;

import java.util.List;
import java.util.Map;

/** An official client in one version. Public for clients of another class loader. */
public interface InteropClient extends AutoCloseable {

    InteropSocket open(String url, Settings settings) throws Exception;

    /** Another namespace on the connection of a socket. */
    InteropSocket namespace(InteropSocket socket, String name, Map<String, ?> auth)
            throws Exception;

    /** The revision of Engine.IO that it speaks; 3 has no auth but queries of namespaces. */
    default int protocol() {
        return 4;
    }

    /** Whether the server may refuse it with anything but text. */
    default boolean takesRefusalData() {
        return true;
    }

    /** What it is told when the server refuses it: in revision 3 one value. */
    default InteropSocket.Refusal refusal(String message, Object data) {
        return protocol() == 4 || data == null
                ? new InteropSocket.Refusal(message, data)
                : new InteropSocket.Refusal(null, data);
    }

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
