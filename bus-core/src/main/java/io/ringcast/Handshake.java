package io.ringcast;

import io.ringcast.protocol.Payload;
import io.ringcast.transport.HandshakeRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client came to a namespace: what its connection's first request said, and what it told this
 * namespace about itself ({@code auth}).
 *
 * <p>Threads: any.
 */
public interface Handshake extends HandshakeRequest {

    /**
     * A parameter of the query.
     *
     * @param name its name
     * @return the last value under that name
     */
    default Optional<String> query(String name) {
        return Optional.ofNullable(query().get(name));
    }

    /**
     * A header's first value.
     *
     * @param name its name, in any case
     * @return the value
     */
    default Optional<String> header(String name) {
        List<String> values = headers().get(name.toLowerCase(java.util.Locale.ROOT));
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /**
     * What was noted about the request under a name, see {@link #attributes()}.
     *
     * @param name the name
     * @param type the type that it is known to have
     * @param <T> the type
     * @return the note; empty if there is none of that name and type
     */
    default <T> Optional<T> attribute(String name, Class<T> type) {
        return Optional.ofNullable(attributes().get(name)).filter(type::isInstance).map(type::cast);
    }

    /**
     * What the client said about itself.
     *
     * @return empty if it said nothing; otherwise one value, an object
     */
    Payload auth();

    /**
     * What the client said about itself, as a type.
     *
     * @param type the type wanted, a record for instance; {@link Map} for the raw form
     * @param <T> the type wanted
     * @return the value, or null if the client said nothing
     * @throws io.ringcast.protocol.PayloadException if it does not fit; in middleware that refuses
     *     the client with {@code bad request}
     */
    <T> @Nullable T auth(Class<T> type);

    /**
     * Says whether the request came from another origin: Socket.IO's {@code xdomain}.
     *
     * @return true if it had an {@code Origin} header
     */
    default boolean isCrossDomain() {
        return headers().containsKey("origin");
    }
}
