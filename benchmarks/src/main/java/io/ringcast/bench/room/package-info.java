/** What a broadcast to a room costs, in process. */
package io.ringcast.bench.room;
