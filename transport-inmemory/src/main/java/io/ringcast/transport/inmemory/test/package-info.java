/** A bus that tests drive step by step, in virtual time. */
package io.ringcast.transport.inmemory.test;
