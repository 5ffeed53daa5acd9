package io.ringcast.gateway;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter that takes a named group of the gateway's {@link
 * WebSocketGateway#namespacePattern}, converted to the parameter's type.
 *
 * <pre>{@code
 * @WebSocketGateway(namespacePattern = "/tenant-(?<id>\\d+)")
 * class TenantGateway {
 *     @SubscribeMessage("info")
 *     Info info(@NamespaceParam("id") long tenant) { ... }
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface NamespaceParam {

    /**
     * The group's name.
     *
     * @return the name
     */
    String value();
}
