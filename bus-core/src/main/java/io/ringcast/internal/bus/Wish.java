package io.ringcast.internal.bus;

import io.ringcast.protocol.Payload;
import io.ringcast.transport.MemoryBudget.Account;
import io.ringcast.transport.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A client's wish to enter a namespace.
 *
 * @param name the namespace's name
 * @param auth what the client says about itself; kept with the socket as long as that lives
 * @param peer the client's half if it is in this process
 * @param paid pays for the auth
 */
record Wish(String name, Payload auth, Peer.@Nullable Client peer, @Nullable Account paid) {}
