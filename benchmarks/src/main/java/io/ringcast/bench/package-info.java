/** JMH benchmarks, one question per class. */
package io.ringcast.bench;
