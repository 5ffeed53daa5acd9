/** How long one event takes while the bus is far from its limit. */
package io.ringcast.bench.latency;
