/** Two threads at the same place at the same time, all orders of it: see docs/testing.md. */
@org.jspecify.annotations.NullMarked
package io.ringcast.bench.jcstress;
