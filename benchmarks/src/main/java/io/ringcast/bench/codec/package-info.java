/** What it costs to make an object of a packet. */
package io.ringcast.bench.codec;
