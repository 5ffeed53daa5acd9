/** Acks that wait for their answer. */
package io.ringcast.internal.ack;
