package io.ringcast.adapter;

/** Makes the adapter of each namespace. */
@FunctionalInterface
public interface AdapterFactory {

    /**
     * Makes an adapter. Called when the namespace comes into being, on the creating thread; the
     * adapter's methods are called on the namespace's loop. Where two threads ask for the same new
     * namespace at the same moment both are called, and one adapter is closed without having been
     * used. What it throws refuses the client that asked, which may try again.
     *
     * @param context the namespace's side
     * @return the adapter
     */
    Adapter create(AdapterContext context);
}
