package io.ringcast.internal.gateway;

import io.ringcast.gateway.HandlerInvoker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Calls a method through its handle: works wherever the method can be reached. */
final class MethodHandleInvoker {
    private MethodHandleInvoker() {}

    /** Takes a handle whose receiver is bound. */
    static HandlerInvoker of(MethodHandle bound) {
        int arity = bound.type().parameterCount();
        MethodHandle handle = bound.asType(MethodType.genericMethodType(arity));
        return switch (arity) {
            case 0 -> new Of0(handle);
            case 1 -> new Of1(handle);
            case 2 -> new Of2(handle);
            case 3 -> new Of3(handle);
            case 4 -> new Of4(handle);
            default -> new OfMany(handle.asSpreader(Object[].class, arity));
        };
    }

    private record Of0(MethodHandle handle) implements HandlerInvoker.Value0 {
        @Override
        public @Nullable Object invoke() throws Throwable {
            return (Object) handle.invokeExact();
        }
    }

    private record Of1(MethodHandle handle) implements HandlerInvoker.Value1 {
        @Override
        public @Nullable Object invoke(@Nullable Object a) throws Throwable {
            return (Object) handle.invokeExact(a);
        }
    }

    private record Of2(MethodHandle handle) implements HandlerInvoker.Value2 {
        @Override
        public @Nullable Object invoke(@Nullable Object a, @Nullable Object b) throws Throwable {
            return (Object) handle.invokeExact(a, b);
        }
    }

    private record Of3(MethodHandle handle) implements HandlerInvoker.Value3 {
        @Override
        public @Nullable Object invoke(@Nullable Object a, @Nullable Object b, @Nullable Object c)
                throws Throwable {
            return (Object) handle.invokeExact(a, b, c);
        }
    }

    private record Of4(MethodHandle handle) implements HandlerInvoker.Value4 {
        @Override
        public @Nullable Object invoke(
                @Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d)
                throws Throwable {
            return (Object) handle.invokeExact(a, b, c, d);
        }
    }

    private record OfMany(MethodHandle spreader) implements HandlerInvoker {
        @Override
        public @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return (Object) spreader.invokeExact(arguments);
        }
    }
}
