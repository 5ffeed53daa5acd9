/** The bus, its namespaces and its sockets, owned by event loops. */
package io.ringcast.internal.bus;
