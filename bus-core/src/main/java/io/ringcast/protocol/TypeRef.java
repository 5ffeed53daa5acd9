package io.ringcast.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type as a value, for payloads that a class alone can't describe.
 *
 * <pre>{@code new TypeRef<List<Order>>() {}}</pre>
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
    private final Type type;

    /** Takes the type from the subclass's declaration. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType declared)) {
            throw new IllegalArgumentException(
                    "A TypeRef needs its type: new TypeRef<List<Order>>() {}");
        }
        this.type = declared.getActualTypeArguments()[0];
    }

    /**
     * The type that the subclass names.
     *
     * @return the type
     */
    public final Type type() {
        return type;
    }
}
