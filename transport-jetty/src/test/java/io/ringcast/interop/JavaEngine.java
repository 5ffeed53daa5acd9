package io.ringcast.interop;

import io.socket.client.Manager;
import io.socket.engineio.client.Socket;
import java.lang.reflect.Field;

/** The Engine.IO half of the Java client, which is not public in it. */
final class JavaEngine {
    private JavaEngine() {}

    static Socket of(Manager manager) {
        try {
            Field engine = Manager.class.getDeclaredField("engine");
            engine.setAccessible(true);
            return (Socket) engine.get(manager);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("another version of the client", e);
        }
    }
}
