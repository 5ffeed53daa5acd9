/** What no client should do, done to a running server on raw sockets. */
package io.ringcast.hostile;
