package io.ringcast.internal.bus;

import io.ringcast.NamespaceMatcher;
import io.ringcast.Socket;
import io.ringcast.loop.AnyThread;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Namespaces that come into being by pattern or by function, as one. */
@AnyThread
final class RingParentNamespace extends RingNamespace {
    /*
     * It has no sockets of its own. A child gets copies of middleware and connection listeners as
     * they are when it is made; an emit goes to each child.
     */
    private final @Nullable Pattern pattern;
    private final @Nullable NamespaceMatcher matcher;
    private final ChildBroadcasts children;

    RingParentNamespace(
            BusCore core,
            String name,
            @Nullable Pattern pattern,
            @Nullable NamespaceMatcher matcher) {
        this(core, name, pattern, matcher, new ChildBroadcasts());
    }

    private RingParentNamespace(
            BusCore core,
            String name,
            @Nullable Pattern pattern,
            @Nullable NamespaceMatcher matcher,
            ChildBroadcasts children) {
        super(core, name, children);
        this.children = children;
        this.pattern = pattern;
        this.matcher = matcher;
    }

    /** Says whether names are decided by a pattern, on any thread and at once. */
    boolean matches(String child) {
        return pattern != null && pattern.matcher(child).matches();
    }

    @Nullable NamespaceMatcher matcher() {
        return matcher;
    }

    void adopt(RingNamespace child) {
        child.middleware.addAll(middleware);
        child.connectionListeners.addAll(connectionListeners);
        child.adoptedBy(this);
        children.all().add(child);
    }

    void abandon(RingNamespace child) {
        children.all().remove(child);
    }

    @Override
    public Optional<Socket> socket(String id) {
        return children.all().stream().flatMap(child -> child.socket(id).stream()).findFirst();
    }

    @Override
    public int socketsCount() {
        return children.all().stream().mapToInt(RingNamespace::socketsCount).sum();
    }
}
