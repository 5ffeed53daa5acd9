package io.ringcast.gateway;

/** What a gateway is dealing with when its enhancers are asked. */
public enum Phase {
    /** A client wants to enter the namespace. */
    CONNECT,
    /** A socket has entered. */
    CONNECTED,
    /** A message has arrived. */
    EVENT,
    /** A socket has left. */
    DISCONNECTED
}
