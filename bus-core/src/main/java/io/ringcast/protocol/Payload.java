package io.ringcast.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of one event or acknowledgement, in the form in which they travelled: Java values
 * inside one process, unparsed text (and attachments) from a network.
 *
 * <p>A payload is immutable and may be kept and sent on: one that came from the network and goes
 * back to it is not parsed in between.
 *
 * <p>Threads: any.
 */
public interface Payload {

    /**
     * A payload of Java values. The array and the values are taken over, not copied: they must not
     * be changed any more.
     *
     * @param values the arguments, in order
     * @return the payload
     */
    static Payload of(@Nullable Object... values) {
        return values.length == 0 ? ValuesPayload.EMPTY : new ValuesPayload(values);
    }

    /**
     * The number of arguments.
     *
     * @return zero or more
     */
    int size();

    /**
     * An argument in its natural Java form: the very object that was sent inside one process;
     * otherwise {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}, {@code
     * byte[]} or null.
     *
     * @param index which argument, from 0
     * @return the value; null where there is no such argument
     * @throws PayloadException if the text turns out not to be JSON
     */
    @Nullable Object get(int index);

    /**
     * An argument as a given type: by reference if it is of that type already, otherwise converted.
     *
     * @param index which argument, from 0
     * @param type the type wanted
     * @param <T> the type wanted
     * @return the value; null where it is null or there is no such argument
     * @throws PayloadException if the value does not fit the type
     */
    <T> @Nullable T get(int index, PayloadType<T> type);

    /**
     * One argument as a payload of its own. Given as a value among others it stands for that
     * argument, which then goes on as it travelled: what came as text is not parsed.
     *
     * <pre>{@code room.emit("said", sender, arguments.argument(1))}</pre>
     *
     * @param index which argument, from 0
     * @return a payload of one argument; of null where there is no such argument
     */
    default Payload argument(int index) {
        return of(new @Nullable Object[] {get(index)});
    }

    /**
     * This payload and one argument more. What came as text stays text.
     *
     * @param value the last argument, taken over as by {@link #of}
     * @return a new payload
     */
    default Payload with(@Nullable Object value) {
        return new JoinedPayload(this, value);
    }

    /**
     * About how many bytes of memory this payload holds, for those who keep many: the whole message
     * that it came in, where it came from a network as text; else a guess, which counts texts,
     * bytes and collections of them, but looks into no other object.
     *
     * @return bytes
     */
    default long heldBytes() {
        long bytes = 0;
        for (int i = 0; i < size(); i++) {
            bytes += Footprint.of(get(i));
        }
        return bytes;
    }
}
