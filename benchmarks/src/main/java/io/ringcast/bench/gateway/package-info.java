/** What gateways cost beside plain listeners. */
package io.ringcast.bench.gateway;
