package io.ringcast.transport.inmemory.internal;

import io.ringcast.loop.LoopConfined;
import io.ringcast.protocol.Payload;
import io.ringcast.protocol.PayloadException;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.protocol.TypeRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a socket remembers of its session, to go on with it over another connection. */
@LoopConfined
final class Session {
    private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

    private @Nullable String pid;
    private @Nullable String offset;

    /**
     * The server has named the session.
     *
     * @return true if it is the one before
     */
    boolean resume(@Nullable String named) {
        boolean isSame = named != null && named.equals(pid);
        if (!isSame) {
            offset = null;
        }
        pid = named;
        return isSame;
    }

    /** An event was received. */
    void reached(@Nullable String position) {
        if (pid != null && position != null) {
            offset = position;
        }
    }

    /** What the client says about itself, and how far it got: in one object, as on the wire. */
    Payload auth(@Nullable Object said, PayloadMapper mapper) {
        if (pid == null) {
            return said == null ? Payload.of() : Payload.of(said);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        if (said != null) {
            try {
                Map<String, Object> properties = mapper.type(OBJECT).convert(said);
                if (properties != null) {
                    all.putAll(properties);
                }
            } catch (PayloadException noObject) {
                return Payload.of(said);
            }
        }
        all.putIfAbsent("pid", pid);
        if (offset != null) {
            all.putIfAbsent("offset", offset);
        }
        return Payload.of(all);
    }
}
