/** How costs grow inside a process, and what more loops buy. */
package io.ringcast.bench.growth;
