/** Event loops, and the marks that say which thread may use a class. */
package io.ringcast.loop;
