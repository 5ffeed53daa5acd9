package io.ringcast.transport.jetty;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A bus as the first of a server's handlers. */
final class MountHandler extends Handler.Abstract.NonBlocking {
    private final BusMount mount;

    MountHandler(BusMount mount) {
        this.mount = mount;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        return mount.handle(request, response, callback);
    }
}
