package io.ringcast.adapter;

/** Makes the adapter of each namespace. */
@FunctionalInterface
public interface AdapterFactory {

    /**
     * Makes an adapter. Called when the namespace comes into being, on the creating thread; the
     * adapter's methods are called on the namespace's loop.
     *
     * @param context the namespace's side
     * @return the adapter
     */
    Adapter create(AdapterContext context);
}
