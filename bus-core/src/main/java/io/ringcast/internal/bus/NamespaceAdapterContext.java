package io.ringcast.internal.bus;

import io.ringcast.adapter.AdapterContext;
import io.ringcast.loop.EventLoop;
import io.ringcast.protocol.PayloadMapper;
import org.jspecify.annotations.Nullable;

/** A namespace, as its adapter sees it. */
record NamespaceAdapterContext(RingNamespace owner) implements AdapterContext {

    @Override
    public String namespace() {
        return owner.name();
    }

    @Override
    public EventLoop loop() {
        return owner.loop();
    }

    @Override
    public PayloadMapper mapper() {
        return owner.mapper();
    }

    @Override
    public void report(String context, @Nullable Throwable failure) {
        owner.failed(context, null, failure != null ? failure : new IllegalStateException(context));
    }
}
