/** What a network has to offer to the bus, and what the bus offers to a network. */
package io.ringcast.transport;
