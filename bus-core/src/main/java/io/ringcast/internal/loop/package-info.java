/** The event loop on the Disruptor. */
package io.ringcast.internal.loop;
