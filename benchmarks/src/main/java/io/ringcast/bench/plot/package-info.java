/** Pictures of the results. */
package io.ringcast.bench.plot;
