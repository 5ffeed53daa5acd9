package io.ringcast.internal.gateway;

import io.ringcast.gateway.HandlerInvoker;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what calls a method: an object of a class spun for it, which costs what a lambda costs, or,
 * where the gateway's class loader or module does not allow that, a method handle.
 *
 * @param lookup the user's, or null
 * @param tiers which of the two to use
 */
record Invokers(@Nullable Lookup lookup, Tiers tiers) {

    /** Which ways of calling may be used. */
    enum Tiers {
        FASTEST,
        METHOD_HANDLES
    }

    private static final List<Class<?>> VALUES =
            List.of(
                    HandlerInvoker.Value0.class,
                    HandlerInvoker.Value1.class,
                    HandlerInvoker.Value2.class,
                    HandlerInvoker.Value3.class,
                    HandlerInvoker.Value4.class);

    private static final List<Class<?>> VOIDS =
            List.of(
                    HandlerInvoker.Void0.class,
                    HandlerInvoker.Void1.class,
                    HandlerInvoker.Void2.class,
                    HandlerInvoker.Void3.class,
                    HandlerInvoker.Void4.class);

    HandlerInvoker bind(Method method, Object gateway, Mistakes mistakes) {
        Lookup allowed = lookup(method.getDeclaringClass());
        MethodHandle handle;
        try {
            handle = allowed.unreflect(method);
        } catch (IllegalAccessException refused) {
            throw mistakes.found(refusal("method", method.getDeclaringClass()), refused);
        }
        HandlerInvoker spun = tiers == Tiers.FASTEST ? spin(allowed, handle, gateway) : null;
        return spun != null ? spun : MethodHandleInvoker.of(handle.bindTo(gateway));
    }

    MethodHandle setter(Field field, Mistakes mistakes) {
        try {
            return lookup(field.getDeclaringClass()).unreflectSetter(field);
        } catch (IllegalAccessException refused) {
            throw mistakes.found(refusal("field", field.getDeclaringClass()), refused);
        }
    }

    private static String refusal(String what, Class<?> type) {
        Module module = type.getModule();
        return "the "
                + what
                + " is not accessible: pass MethodHandles.lookup() to register, or "
                + (module.isNamed()
                        ? "open "
                                + type.getPackageName()
                                + " of module "
                                + module.getName()
                                + " to io.ringcast.bus"
                        : "make it and its class public");
    }

    /** The widest look-up that may be had in a class. */
    private Lookup lookup(Class<?> type) {
        Lookup own = MethodHandles.lookup();
        // Unlike reflection, a look-up needs its module to read the other one, opened or not.
        Invokers.class.getModule().addReads(type.getModule());
        for (Lookup from : lookup != null ? List.of(lookup, own) : List.of(own)) {
            try {
                return MethodHandles.privateLookupIn(type, from);
            } catch (IllegalAccessException next) {
                // The next one may have more rights.
            }
        }
        return MethodHandles.publicLookup();
    }

    private static @Nullable HandlerInvoker spin(
            Lookup caller, MethodHandle method, Object gateway) {
        MethodType type = method.type();
        int arity = type.parameterCount() - 1;
        if (arity >= VALUES.size() || !caller.hasFullPrivilegeAccess()) {
            return null;
        }
        boolean isVoid = type.returnType() == void.class;
        Class<?> kind = (isVoid ? VOIDS : VALUES).get(arity);
        Class<?> result = isVoid ? void.class : Object.class;
        try {
            CallSite site =
                    LambdaMetafactory.metafactory(
                            caller,
                            isVoid ? "run" : "invoke",
                            MethodType.methodType(kind, type.parameterType(0)),
                            MethodType.genericMethodType(arity).changeReturnType(result),
                            method,
                            type.dropParameterTypes(0, 1).wrap().changeReturnType(result));
            return (HandlerInvoker) site.getTarget().invoke(gateway);
        } catch (LambdaConversionException | LinkageError notHere) {
            return null;
        } catch (Throwable failure) {
            throw new LinkageError("a class to call " + type + " could not be made", failure);
        }
    }
}
