/** What applications type: the bus, its namespaces, sockets, rooms and acks. */
package io.ringcast;
