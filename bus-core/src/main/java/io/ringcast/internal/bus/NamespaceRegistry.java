package io.ringcast.internal.bus;

import io.ringcast.ConnectErrorException;
import io.ringcast.Namespace;
import io.ringcast.NamespaceMatcher;
import io.ringcast.Registration;
import io.ringcast.loop.AnyThread;
import io.ringcast.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The namespaces of a bus, and how new ones come into being. */
@AnyThread
final class NamespaceRegistry {
    /*
     * Looking up takes no lock. What becomes of a name is decided under this object's monitor, so
     * that two clients that ask for a new namespace get the same one, and one that is being removed
     * is not entered. No code of the application runs under it, as that may wait for a loop, which
     * may want the monitor: of two threads that make the same namespace at the same moment both ask
     * the adapter factory, and one throws its namespace away. Listeners for new namespaces are told
     * of one that is there already, and clients are let in behind them: what they add is there for
     * the first client.
     */
    private static final CompletionStage<Optional<RingNamespace>> NONE =
            CompletableFuture.completedFuture(Optional.empty());

    private final BusCore core;
    private final Map<String, RingNamespace> namespaces = new ConcurrentHashMap<>();
    private final List<RingParentNamespace> parents = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super Namespace>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextParent = new AtomicInteger();

    NamespaceRegistry(BusCore core) {
        this.core = core;
    }

    static String normalise(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    synchronized void addMain(RingNamespace main) {
        namespaces.put(main.name(), main);
        main.open();
    }

    /** A namespace that the application names; a pattern that matches it is its parent. */
    RingNamespace of(String name) {
        String normal = normalise(Objects.requireNonNull(name, "name"));
        RingNamespace known = namespaces.get(normal);
        return known != null ? known : create(normal, parentByPattern(normal));
    }

    private @Nullable RingParentNamespace parentByPattern(String name) {
        for (RingParentNamespace parent : parents) {
            if (parent.matches(name)) {
                return parent;
            }
        }
        return null;
    }

    private RingNamespace create(String name, @Nullable RingParentNamespace parent) {
        RingNamespace made = new RingNamespace(core, name);
        RingNamespace known = add(made, parent);
        if (known != made) {
            // Another thread was faster.
            closeLater(made);
            return known;
        }
        try {
            listeners.forEach(listener -> tell(listener, made));
        } finally {
            made.open();
        }
        return made;
    }

    private synchronized RingNamespace add(
            RingNamespace made, @Nullable RingParentNamespace parent) {
        RingNamespace known = namespaces.putIfAbsent(made.name(), made);
        if (known == null && parent != null) {
            parent.adopt(made);
        }
        return known == null ? made : known;
    }

    private static void tell(Consumer<? super Namespace> listener, RingNamespace created) {
        try {
            listener.accept(created);
        } catch (Throwable failure) {
            created.failed("new namespace listener", null, failure);
        }
    }

    private static void closeAdapter(RingNamespace namespace) {
        try {
            namespace.adapter().close();
        } catch (Throwable failure) {
            namespace.failed("adapter close", null, failure);
        }
    }

    RingParentNamespace parent(@Nullable Pattern pattern, @Nullable NamespaceMatcher matcher) {
        String name = "/_" + nextParent.getAndIncrement();
        RingParentNamespace parent = new RingParentNamespace(core, name, pattern, matcher);
        parents.add(parent);
        return parent;
    }

    Registration onNewNamespace(Consumer<? super Namespace> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return () -> listeners.remove(listener);
    }

    /**
     * The namespace that a client asks for, if that can be told at once: it exists, or a pattern
     * lets it come into being.
     *
     * @return null if nothing is known of it, or a function has to be asked first
     */
    @Nullable RingNamespace now(String name) {
        RingNamespace known = namespaces.get(name);
        if (known != null) {
            return known;
        }
        for (RingParentNamespace parent : parents) {
            if (parent.matcher() != null) {
                return null;
            }
            if (parent.matches(name)) {
                return isFull() ? null : create(name, parent);
            }
        }
        return null;
    }

    private boolean isFull() {
        return namespaces.size() >= core.options.limits().dynamicNamespaces();
    }

    /** A namespace that a client's wish brings into being, if there are not too many. */
    private CompletionStage<Optional<RingNamespace>> make(String name, RingParentNamespace parent) {
        return isFull()
                ? CompletableFuture.failedFuture(new ConnectErrorException("too many namespaces"))
                : CompletableFuture.completedFuture(Optional.of(create(name, parent)));
    }

    /**
     * Passes on the namespace that a client asks for, created if a parent lets it, or null and
     * perhaps why. A function decides in its own time; parents are asked in the order of their
     * registration. Main loop.
     */
    void resolve(
            String name,
            Payload auth,
            BiConsumer<@Nullable RingNamespace, @Nullable Throwable> then) {
        RingNamespace known = namespaces.get(name);
        if (known != null) {
            then.accept(known, null);
            return;
        }
        var unused =
                resolve(name, auth, parents, 0)
                        .whenComplete(
                                (found, failure) ->
                                        then.accept(
                                                found == null ? null : found.orElse(null),
                                                failure));
    }

    private CompletionStage<Optional<RingNamespace>> resolve(
            String name, Payload auth, List<RingParentNamespace> candidates, int from) {
        for (int i = from; i < candidates.size(); i++) {
            RingParentNamespace parent = candidates.get(i);
            NamespaceMatcher matcher = parent.matcher();
            if (matcher != null) {
                int next = i + 1;
                return ask(matcher, name, auth)
                        .thenCompose(
                                allowed ->
                                        allowed
                                                ? make(name, parent)
                                                : resolve(name, auth, candidates, next));
            }
            if (parent.matches(name)) {
                return make(name, parent);
            }
        }
        return NONE;
    }

    private static CompletionStage<Boolean> ask(
            NamespaceMatcher matcher, String name, Payload auth) {
        try {
            return Objects.requireNonNull(matcher.matches(name, auth), "the matcher's answer");
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /**
     * Registers a socket that wants to enter, unless the namespace has just been removed.
     *
     * @return false if it was removed: resolve again
     */
    synchronized boolean enter(RingNamespace namespace) {
        if (namespaces.get(namespace.name()) != namespace) {
            return false;
        }
        namespace.entering();
        return true;
    }

    /**
     * Removes a dynamic namespace whose last socket has left. Its adapter is closed when its loop
     * has done what it is at: listeners may still be told of that socket.
     */
    void cleanUp(RingNamespace namespace) {
        if (namespace.parent() != null
                && core.options.cleanupEmptyChildNamespaces()
                && namespace.isDeserted()
                && remove(namespace)) {
            closeLater(namespace);
        }
    }

    private static void closeLater(RingNamespace namespace) {
        Runnable close = () -> closeAdapter(namespace);
        if (!namespace.loop().enqueue(close)) {
            close.run();
        }
    }

    private synchronized boolean remove(RingNamespace namespace) {
        RingParentNamespace parent = namespace.parent();
        if (parent == null || !namespace.isDeserted()) {
            return false;
        }
        parent.abandon(namespace);
        return namespaces.remove(namespace.name(), namespace);
    }

    List<Namespace> all() {
        return new ArrayList<>(namespaces.values());
    }

    List<RingNamespace> each() {
        return new ArrayList<>(namespaces.values());
    }
}
