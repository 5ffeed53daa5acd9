package io.ringcast.gateway;

/** A guard of either kind: {@link Guard}, which decides at once, or {@link AsyncGuard}. */
public sealed interface CanActivate permits Guard, AsyncGuard {}
