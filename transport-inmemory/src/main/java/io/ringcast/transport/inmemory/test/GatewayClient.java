package io.ringcast.transport.inmemory.test;

import io.ringcast.Arguments;
import io.ringcast.ClientSocket;
import io.ringcast.ConnectErrorException;
import io.ringcast.DisconnectReason;
import io.ringcast.transport.inmemory.ConnectOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in a {@link GatewayTest}, which keeps all that it receives. What it is told to do is
 * done when the method returns, with all that follows from it; the clock does not move.
 *
 * <p>Threads: the test's.
 */
@SuppressWarnings("NullAway") // does not see in class files that arrays of arguments may hold null
public final class GatewayClient {
    private final TestBus bus;
    private final ClientSocket socket;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private volatile @Nullable ConnectErrorException refusal; // written by the loop
    private volatile @Nullable DisconnectReason end; // written by the loop

    /**
     * An event that has come.
     *
     * @param name its name
     * @param arguments its arguments
     */
    public record Event(String name, Arguments arguments) {}

    private GatewayClient(TestBus bus, String namespace, Consumer<ConnectOptions> options) {
        this.bus = bus;
        this.socket = bus.client(options).socket(namespace);
        socket.onAny((event, arguments) -> events.add(new Event(event, arguments)));
        socket.onConnectError(error -> refusal = error);
        socket.onDisconnect(reason -> end = reason);
    }

    static GatewayClient connect(TestBus bus, String namespace, Consumer<ConnectOptions> options) {
        GatewayClient client = new GatewayClient(bus, namespace, options);
        client.socket.connect();
        bus.runUntilIdle();
        return client;
    }

    /**
     * The socket.
     *
     * @return the socket, for what this class has no method for
     */
    public ClientSocket socket() {
        return socket;
    }

    /**
     * Whether the client is in the namespace.
     *
     * @return whether it is connected
     */
    public boolean isConnected() {
        return socket.isConnected();
    }

    /**
     * Why the client was not let in.
     *
     * @return the refusal; empty if there was none
     */
    public Optional<ConnectErrorException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Why the client was disconnected.
     *
     * @return the reason, as the client sees it; empty while it is connected
     */
    public Optional<DisconnectReason> disconnectReason() {
        return Optional.ofNullable(end);
    }

    /** Leaves the namespace. */
    public void disconnect() {
        socket.disconnect();
        bus.runUntilIdle();
    }

    /**
     * Sends an event that asks for no answer.
     *
     * @param event the event's name
     * @param arguments its arguments
     */
    public void emit(String event, @Nullable Object... arguments) {
        socket.emit(event, arguments);
        bus.runUntilIdle();
    }

    /**
     * Sends an event that asks for an answer, and keeps that.
     *
     * @param event the event's name
     * @param arguments its arguments
     * @return the answer, which may have come or come later
     */
    public Answer emitWithAck(String event, @Nullable Object... arguments) {
        Answer answer = new Answer(event);
        answers.add(answer);
        var unused = socket.emitWithAck(event, arguments).thenAccept(answer::come);
        bus.runUntilIdle();
        return answer;
    }

    /**
     * Takes the first event of a name that has come.
     *
     * @param event the event's name
     * @return its arguments
     * @throws AssertionError if none has come; it says what has
     */
    public Arguments await(String event) {
        bus.runUntilIdle();
        for (Event each : events) {
            if (each.name().equals(event)) {
                events.remove(each);
                return each.arguments();
            }
        }
        throw new AssertionError("no \"" + event + "\" has come, but " + events);
    }

    /**
     * Takes the first event of a name that has come, for its first argument.
     *
     * @param event the event's name
     * @param type what to have the argument as
     * @param <T> the type
     * @return the argument
     * @throws AssertionError if none has come; it says what has
     */
    public <T> T await(String event, Class<T> type) {
        return await(event).get(0, type);
    }

    /**
     * The events that have come and were not taken by {@link #await(String)}.
     *
     * @return the events, in order
     */
    public List<Event> events() {
        bus.runUntilIdle();
        return List.copyOf(events);
    }

    /**
     * The answers to all that was sent with {@link #emitWithAck}, those that have not come too.
     *
     * @return the answers, in the order of the questions
     */
    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    /**
     * The failures that the client was told of: {@code exception} events that were not taken, then
     * answers with the status {@code error}.
     *
     * @return what each says
     */
    public List<Map<?, ?>> errors() {
        List<Map<?, ?>> errors = new ArrayList<>();
        for (Event event : events()) {
            if (event.name().equals("exception")
                    && event.arguments().get(0) instanceof Map<?, ?> m) {
                errors.add(m);
            }
        }
        for (Answer answer : answers) {
            answer.error().ifPresent(errors::add);
        }
        return errors;
    }

    /** An answer that was asked for. */
    public static final class Answer {
        private final String event;
        private final List<Arguments> come = new CopyOnWriteArrayList<>();

        private Answer(String event) {
            this.event = event;
        }

        private void come(Arguments arguments) {
            come.add(arguments);
        }

        /**
         * What was asked.
         *
         * @return the event's name
         */
        public String event() {
            return event;
        }

        /**
         * Whether there is an answer.
         *
         * @return whether it has come
         */
        public boolean hasCome() {
            return !come.isEmpty();
        }

        /**
         * The answer's arguments.
         *
         * @return the arguments; none for an empty answer
         * @throws AssertionError if it has not come
         */
        public Arguments arguments() {
            Iterator<Arguments> first = come.iterator();
            if (!first.hasNext()) {
                throw new AssertionError("no answer to \"" + event + "\" has come");
            }
            return first.next();
        }

        /**
         * The answer's first argument.
         *
         * @param type what to have it as
         * @param <T> the type
         * @return the argument
         * @throws AssertionError if the answer has not come
         */
        public <T> T get(Class<T> type) {
            return arguments().get(0, type);
        }

        /**
         * What a failed handler's answer says.
         *
         * @return the error; empty if the answer is none, or has not come
         */
        public Optional<Map<?, ?>> error() {
            if (hasCome()
                    && arguments().size() == 1
                    && arguments().get(0) instanceof Map<?, ?> map
                    && "error".equals(map.get("status"))) {
                return Optional.of(map);
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return event + " -> " + (hasCome() ? arguments() : "nothing yet");
        }
    }
}
