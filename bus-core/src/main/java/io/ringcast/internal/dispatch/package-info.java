/** From an event to the listeners that asked for it. */
package io.ringcast.internal.dispatch;
