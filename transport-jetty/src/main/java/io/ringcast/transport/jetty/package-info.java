/** Socket.IO clients on a network, served by Jetty. */
package io.ringcast.transport.jetty;
