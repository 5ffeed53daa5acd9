package io.ringcast.internal.gateway;

import io.ringcast.gateway.WebSocketGateway;
import io.ringcast.internal.gateway.GatewayModel.Entrance;
import io.ringcast.internal.gateway.GatewayModel.Server;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads {@link WebSocketGateway}. */
final class EntranceReader {
    private static final int MAX_PORT = 65_535;

    private EntranceReader() {}

    static Entrance read(WebSocketGateway gateway, Mistakes mistakes) {
        String pattern = gateway.namespacePattern();
        if (pattern.isEmpty()) {
            return new Entrance(slashed(gateway.namespace()), null, server(gateway, mistakes));
        }
        if (!gateway.namespace().isEmpty()) {
            throw mistakes.found("namespace and namespacePattern exclude each other: keep one");
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw mistakes.found("namespacePattern is no regular expression", e);
        }
        if (!pattern.startsWith("/") && !pattern.startsWith("^/")) {
            throw mistakes.found("namespacePattern has to begin with a slash, as all names do");
        }
        return new Entrance(null, pattern, server(gateway, mistakes));
    }

    private static String slashed(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    private static @Nullable Server server(WebSocketGateway gateway, Mistakes mistakes) {
        int port = port(gateway, mistakes);
        boolean hasOptions =
                !gateway.path().isEmpty()
                        || gateway.transports().length > 0
                        || !gateway.options().isEmpty();
        if (port == 0) {
            if (hasOptions) {
                throw mistakes.found(
                        "path, transports and options are those of a server of its own: add a"
                                + " port, or set them where the bus's transport is made");
            }
            return null;
        }
        String path = gateway.path().isEmpty() ? "/socket.io/" : path(gateway.path());
        return new Server(port, path, List.of(gateway.transports()), gateway.options());
    }

    private static int port(WebSocketGateway gateway, Mistakes mistakes) {
        int port = gateway.port() != 0 ? gateway.port() : gateway.value();
        if (gateway.value() != 0 && gateway.value() != port) {
            throw mistakes.found(
                    "two ports, " + gateway.value() + " and " + gateway.port() + ": keep one");
        }
        if (port < 0 || port > MAX_PORT) {
            throw mistakes.found("port " + port + " is not between 0 and " + MAX_PORT);
        }
        return port;
    }

    private static String path(String path) {
        String slashed = slashed(path);
        return slashed.endsWith("/") ? slashed : slashed + "/";
    }
}
