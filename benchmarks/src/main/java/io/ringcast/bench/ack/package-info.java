/** What a request and its answer cost, in process. */
package io.ringcast.bench.ack;
