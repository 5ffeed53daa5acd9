/** What Ringcast is compared with: one class per library, each set up as its manual recommends. */
package io.ringcast.bench.compare;
