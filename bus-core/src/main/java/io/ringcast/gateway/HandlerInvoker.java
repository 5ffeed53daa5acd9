package io.ringcast.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Calls one handler method of one gateway. Each invoker has one arity and overrides the method for
 * it, and {@link #invokeAll}; primitives are boxed, {@code void} is null.
 *
 * <p>Gateways make these at registration; code generated for a gateway may bring its own. They live
 * here, and not among the internals, because a class that implements them is made in the gateway's
 * own package.
 */
public interface HandlerInvoker {

    /**
     * Calls the handler with its arguments in an array.
     *
     * @param arguments as many as the handler has parameters
     * @return its result
     * @throws Throwable what it throws
     */
    @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable;

    /**
     * Calls a handler without parameters.
     *
     * @return its result
     * @throws Throwable what it throws
     */
    default @Nullable Object invoke() throws Throwable {
        return invokeAll(new @Nullable Object[0]);
    }

    /**
     * Calls a handler with one parameter.
     *
     * @param a an argument
     * @return its result
     * @throws Throwable what it throws
     */
    default @Nullable Object invoke(@Nullable Object a) throws Throwable {
        return invokeAll(new @Nullable Object[] {a});
    }

    /**
     * Calls a handler with two parameters.
     *
     * @param a an argument
     * @param b an argument
     * @return its result
     * @throws Throwable what it throws
     */
    default @Nullable Object invoke(@Nullable Object a, @Nullable Object b) throws Throwable {
        return invokeAll(new @Nullable Object[] {a, b});
    }

    /**
     * Calls a handler with three parameters.
     *
     * @param a an argument
     * @param b an argument
     * @param c an argument
     * @return its result
     * @throws Throwable what it throws
     */
    default @Nullable Object invoke(@Nullable Object a, @Nullable Object b, @Nullable Object c)
            throws Throwable {
        return invokeAll(new @Nullable Object[] {a, b, c});
    }

    /**
     * Calls a handler with four parameters.
     *
     * @param a an argument
     * @param b an argument
     * @param c an argument
     * @param d an argument
     * @return its result
     * @throws Throwable what it throws
     */
    default @Nullable Object invoke(
            @Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d)
            throws Throwable {
        return invokeAll(new @Nullable Object[] {a, b, c, d});
    }

    /** Calls a method with 0 parameters and a result. */
    @FunctionalInterface
    interface Value0 extends HandlerInvoker {

        @Override
        @Nullable Object invoke() throws Throwable;

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return invoke();
        }
    }

    /** Calls a method with 0 parameters and without a result. */
    @FunctionalInterface
    interface Void0 extends HandlerInvoker {

        /**
         * Calls the method.
         *
         * @throws Throwable what it throws
         */
        void run() throws Throwable;

        @Override
        default @Nullable Object invoke() throws Throwable {
            run();
            return null;
        }

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            run();
            return null;
        }
    }

    /** Calls a method with 1 parameter and a result. */
    @FunctionalInterface
    interface Value1 extends HandlerInvoker {

        @Override
        @Nullable Object invoke(@Nullable Object a) throws Throwable;

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return invoke(arguments[0]);
        }
    }

    /** Calls a method with 1 parameter and without a result. */
    @FunctionalInterface
    interface Void1 extends HandlerInvoker {

        /**
         * Calls the method.
         *
         * @param a an argument
         * @throws Throwable what it throws
         */
        void run(@Nullable Object a) throws Throwable;

        @Override
        default @Nullable Object invoke(@Nullable Object a) throws Throwable {
            run(a);
            return null;
        }

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            run(arguments[0]);
            return null;
        }
    }

    /** Calls a method with 2 parameters and a result. */
    @FunctionalInterface
    interface Value2 extends HandlerInvoker {

        @Override
        @Nullable Object invoke(@Nullable Object a, @Nullable Object b) throws Throwable;

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return invoke(arguments[0], arguments[1]);
        }
    }

    /** Calls a method with 2 parameters and without a result. */
    @FunctionalInterface
    interface Void2 extends HandlerInvoker {

        /**
         * Calls the method.
         *
         * @param a an argument
         * @param b an argument
         * @throws Throwable what it throws
         */
        void run(@Nullable Object a, @Nullable Object b) throws Throwable;

        @Override
        default @Nullable Object invoke(@Nullable Object a, @Nullable Object b) throws Throwable {
            run(a, b);
            return null;
        }

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            run(arguments[0], arguments[1]);
            return null;
        }
    }

    /** Calls a method with 3 parameters and a result. */
    @FunctionalInterface
    interface Value3 extends HandlerInvoker {

        @Override
        @Nullable Object invoke(@Nullable Object a, @Nullable Object b, @Nullable Object c)
                throws Throwable;

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return invoke(arguments[0], arguments[1], arguments[2]);
        }
    }

    /** Calls a method with 3 parameters and without a result. */
    @FunctionalInterface
    interface Void3 extends HandlerInvoker {

        /**
         * Calls the method.
         *
         * @param a an argument
         * @param b an argument
         * @param c an argument
         * @throws Throwable what it throws
         */
        void run(@Nullable Object a, @Nullable Object b, @Nullable Object c) throws Throwable;

        @Override
        default @Nullable Object invoke(@Nullable Object a, @Nullable Object b, @Nullable Object c)
                throws Throwable {
            run(a, b, c);
            return null;
        }

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            run(arguments[0], arguments[1], arguments[2]);
            return null;
        }
    }

    /** Calls a method with 4 parameters and a result. */
    @FunctionalInterface
    interface Value4 extends HandlerInvoker {

        @Override
        @Nullable Object invoke(
                @Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d)
                throws Throwable;

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            return invoke(arguments[0], arguments[1], arguments[2], arguments[3]);
        }
    }

    /** Calls a method with 4 parameters and without a result. */
    @FunctionalInterface
    interface Void4 extends HandlerInvoker {

        /**
         * Calls the method.
         *
         * @param a an argument
         * @param b an argument
         * @param c an argument
         * @param d an argument
         * @throws Throwable what it throws
         */
        void run(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d)
                throws Throwable;

        @Override
        default @Nullable Object invoke(
                @Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d)
                throws Throwable {
            run(a, b, c, d);
            return null;
        }

        @Override
        default @Nullable Object invokeAll(@Nullable Object[] arguments) throws Throwable {
            run(arguments[0], arguments[1], arguments[2], arguments[3]);
            return null;
        }
    }
}
