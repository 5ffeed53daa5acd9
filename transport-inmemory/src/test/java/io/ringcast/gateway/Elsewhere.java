package io.ringcast.gateway;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/** A gateway that says how it is called; tests load it by a class loader of its own. */
@WebSocketGateway
public final class Elsewhere {
    @SubscribeMessage("how")
    String how(String payload) {
        boolean isByHandle =
                Arrays.stream(new Throwable().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().contains("MethodHandleInvoker"));
        return isByHandle ? "handle" : "class";
    }

    /** What gives this library all rights here. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }
}
