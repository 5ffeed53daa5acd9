/**
 * What a message over the network costs a server: a light load generator with raw WebSocket frames,
 * and servers to drive with it, each in a process of its own, in alternating rounds.
 */
package io.ringcast.bench.wire;
