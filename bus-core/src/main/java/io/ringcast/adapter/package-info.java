/** Who is in which room, in one process or in a cluster of them. */
package io.ringcast.adapter;
