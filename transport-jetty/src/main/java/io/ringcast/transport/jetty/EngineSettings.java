package io.ringcast.transport.jetty;

import io.ringcast.engineio.EngineOptions;
import io.ringcast.engineio.EngineServer;
import io.ringcast.engineio.EngineTransport;
import java.util.List;

/** What the options of a transport mean for its engine. */
final class EngineSettings {
    private EngineSettings() {}

    static EngineOptions.Builder of(JettyTransportOptions options) {
        List<EngineTransport> transports = options.transports();
        EngineOptions.Builder engine =
                EngineOptions.builder()
                        .upgradeTimeout(options.upgradeTimeout())
                        .maxPayload(options.maxHttpBufferSize())
                        .messageTimeout(options.messageTimeout())
                        .inboundBudget(options.inboundBudget())
                        .maxExpansion(options.maxExpansion())
                        .transports(transports.get(0), transports.toArray(EngineTransport[]::new))
                        .allowUpgrades(options.allowUpgrades())
                        .allowEIO3(options.allowEIO3())
                        .cookie(options.cookie())
                        .maxSessions(options.maxSessions())
                        .maxSessionsPerAddress(options.maxSessionsPerAddress());
        if (options.pingInterval() != null) {
            engine.pingInterval(options.pingInterval());
        }
        if (options.pingTimeout() != null) {
            engine.pingTimeout(options.pingTimeout());
        }
        return engine;
    }

    /** Adds what is no plain value. */
    static void hooks(JettyTransportOptions options, EngineServer.Builder engine) {
        if (options.cors() != null) {
            Origins.apply(options.cors(), options, engine::use);
        } else {
            options.filters().forEach(engine::use);
        }
        if (options.allowRequest() != null) {
            engine.allowRequest(options.allowRequest());
        }
        if (options.generateId() != null) {
            engine.generateId(options.generateId());
        }
        if (options.initialHeaders() != null) {
            engine.onInitialHeaders(options.initialHeaders());
        }
        if (options.headers() != null) {
            engine.onHeaders(options.headers());
        }
    }
}
