/** What it costs to get an event to a listener on another thread. */
package io.ringcast.bench.emit;
