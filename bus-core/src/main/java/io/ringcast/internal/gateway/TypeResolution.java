package io.ringcast.internal.gateway;

import io.ringcast.loop.AnyThread;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Types as they are in one class: type variables of its supertypes have their values. */
@AnyThread
final class TypeResolution {
    // Filled by the constructor, then only read.
    private final Map<TypeVariable<?>, Type> values = new HashMap<>();

    TypeResolution(Class<?> type) {
        collect(type);
    }

    private void collect(@Nullable Class<?> type) {
        if (type == null) {
            return;
        }
        note(type.getGenericSuperclass());
        for (Type each : type.getGenericInterfaces()) {
            note(each);
        }
        collect(type.getSuperclass());
        for (Class<?> each : type.getInterfaces()) {
            collect(each);
        }
    }

    private void note(@Nullable Type supertype) {
        if (supertype instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = raw(generic).getTypeParameters();
            Type[] arguments = generic.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                values.putIfAbsent(variables[i], arguments[i]);
            }
        }
    }

    /** A type without variables. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            Type value = values.get(variable);
            return resolve(value != null ? value : variable.getBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            return resolve(generic);
        }
        if (type instanceof GenericArrayType array) {
            Type component = resolve(array.getGenericComponentType());
            return component instanceof Class<?> c
                    ? Array.newInstance(c, 0).getClass()
                    : new ArrayOf(component);
        }
        return type;
    }

    private Type resolve(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        Type[] resolved = new Type[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            Type argument = withoutWildcard(arguments[i]);
            // A variable bounded by itself (T extends Comparable<T>) has no finite value.
            resolved[i] =
                    argument instanceof TypeVariable<?> v && !values.containsKey(v)
                            ? raw(v.getBounds()[0])
                            : resolve(argument);
        }
        return Arrays.equals(arguments, resolved)
                ? generic
                : new Generic(raw(generic), generic.getOwnerType(), resolved);
    }

    /** What can be made of what a wildcard stands for. */
    private static Type withoutWildcard(Type type) {
        if (!(type instanceof WildcardType wildcard)) {
            return type;
        }
        Type[] lower = wildcard.getLowerBounds();
        return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
    }

    /** What a class gives to a type parameter of one of its supertypes. */
    static Type argument(Class<?> type, Class<?> supertype, int index) {
        return new TypeResolution(type).resolve(supertype.getTypeParameters()[index]);
    }

    /** What a type, or a class that says it once for all, gives to a supertype's one parameter. */
    static Type argument(Type type, Class<?> supertype) {
        TypeResolution inside = new TypeResolution(raw(type));
        inside.note(type);
        Type given = inside.resolve(supertype.getTypeParameters()[0]);
        return given instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : given;
    }

    /** The type argument of a result or a parameter; {@code Object} where none is given. */
    static Type argument(Type type, int index) {
        Type given =
                type instanceof ParameterizedType generic
                                && generic.getActualTypeArguments().length > index
                        ? generic.getActualTypeArguments()[index]
                        : Object.class;
        return given instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : given;
    }

    /** The class behind a type. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof TypeVariable<?> variable) {
            return raw(variable.getBounds()[0]);
        }
        Type component = ((GenericArrayType) type).getGenericComponentType();
        return Array.newInstance(raw(component), 0).getClass();
    }

    /** A type as a user would write it. */
    static String name(Type type) {
        return type.getTypeName().replaceAll("[\\w.]+\\.(?=\\w)", "").replaceAll("\\w+\\$", "");
    }

    private record ArrayOf(Type getGenericComponentType) implements GenericArrayType {

        @Override
        public Type getGenericComponentType() {
            return getGenericComponentType;
        }
    }

    /** Compared as reflection's own are, so that both find the same cached payload type. */
    private static final class Generic implements ParameterizedType {
        private final Class<?> raw;
        private final @Nullable Type owner;
        private final Type[] arguments;

        Generic(Class<?> raw, @Nullable Type owner, Type[] arguments) {
            this.raw = raw;
            this.owner = owner;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Objects.equals(owner, that.getOwnerType())
                    && Arrays.equals(arguments, that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(arguments) ^ Objects.hashCode(owner) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(raw.getName()).append('<');
            for (int i = 0; i < arguments.length; i++) {
                text.append(i == 0 ? "" : ", ").append(arguments[i].getTypeName());
            }
            return text.append('>').toString();
        }
    }
}
