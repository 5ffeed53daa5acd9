package io.ringcast.internal.gateway;

import io.ringcast.gateway.ArgumentResolver;
import io.ringcast.gateway.CanActivate;
import io.ringcast.gateway.ExceptionFilter;
import io.ringcast.gateway.GatewayTransportProvider;
import io.ringcast.gateway.InstanceFactory;
import io.ringcast.gateway.Interceptor;
import io.ringcast.gateway.Pipe;
import io.ringcast.gateway.ResultPolicy;
import io.ringcast.gateway.ReturnAdapter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a registration goes by.
 *
 * @param instances enhancers, and what they may need, by class
 * @param factory makes other enhancers, or null
 * @param globals enhancers of all gateways
 * @param resolvers find the values of further parameters
 * @param adapters know further results
 * @param executor runs blocking handlers, or null for the default one
 * @param policy how results reach the client
 * @param pendingLimit how many messages of one socket may wait
 * @param serverOptions options by their id
 * @param provider makes servers, or null to look for one
 * @param ignoresPorts whether no server is opened
 */
public record GatewaySettings(
        List<Object> instances,
        @Nullable InstanceFactory factory,
        Globals globals,
        List<ArgumentResolver> resolvers,
        List<ReturnAdapter<?>> adapters,
        @Nullable Executor executor,
        ResultPolicy policy,
        int pendingLimit,
        Map<String, Object> serverOptions,
        @Nullable GatewayTransportProvider provider,
        boolean ignoresPorts) {

    /**
     * Enhancers of all gateways.
     *
     * @param guards in order
     * @param interceptors in order
     * @param pipes in order
     * @param filters with their types
     */
    public record Globals(
            List<CanActivate> guards,
            List<Interceptor> interceptors,
            List<Pipe<?, ?>> pipes,
            List<TypedFilter> filters) {}

    /**
     * A filter with the type of failure that it takes, or null for the filter's own.
     *
     * @param type the type, or null
     * @param filter the filter
     */
    public record TypedFilter(
            @Nullable Class<? extends Throwable> type, ExceptionFilter<?> filter) {}
}
