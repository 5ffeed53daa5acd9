package io.ringcast.transport.inmemory;

/** How faithful a client in the same process is to one behind a network. */
public enum Fidelity {
    /**
     * Values travel as they are: a listener gets the very object that was emitted if it fits the
     * listener's type. The default, and the fast one.
     */
    REFERENCE,
    /**
     * Every packet goes through the bus's parser, both ways: what arrives is what a browser would
     * see, and what can't be written fails as it would for one.
     */
    CODEC
}
