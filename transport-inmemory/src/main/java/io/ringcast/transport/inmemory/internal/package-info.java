/** The two halves of a connection that never leaves the process. */
package io.ringcast.transport.inmemory.internal;
