/** Decoders against random bytes: what they must hold whatever comes. */
package io.ringcast.fuzz;
