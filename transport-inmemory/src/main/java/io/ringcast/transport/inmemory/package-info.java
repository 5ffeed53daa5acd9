/** Clients in the same process as the bus. */
package io.ringcast.transport.inmemory;
