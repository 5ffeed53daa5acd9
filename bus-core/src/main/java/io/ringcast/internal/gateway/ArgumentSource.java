package io.ringcast.internal.gateway;

import io.ringcast.internal.dispatch.EventHost;
import org.jspecify.annotations.Nullable;

/** Where a handler's argument comes from. Made once, at registration. */
abstract class ArgumentSource {

    /** Makes the argument for a message that has an exchange. */
    abstract @Nullable Object read(Exchange exchange) throws Exception;

    /** Makes the argument of nothing but the socket and the event's body. */
    abstract static class Direct extends ArgumentSource {

        abstract @Nullable Object read(EventHost host, @Nullable Object body);

        @Override
        final @Nullable Object read(Exchange exchange) {
            return read(exchange.host(), exchange.body());
        }
    }
}
