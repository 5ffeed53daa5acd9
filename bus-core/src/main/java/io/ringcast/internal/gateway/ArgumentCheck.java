package io.ringcast.internal.gateway;

import org.jspecify.annotations.Nullable;

/** Looks at all arguments of a call together, before it. */
@FunctionalInterface
interface ArgumentCheck {
    void check(@Nullable Object[] arguments);
}
