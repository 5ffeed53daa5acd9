/** Socket.IO packets and the parsers that write and read them. */
package io.ringcast.protocol;
