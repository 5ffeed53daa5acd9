package io.ringcast.examples;

import io.ringcast.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A room of the {@link Chat}: who is in it, and what was said last. */
final class ChatRoom {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._'-]{0,23}");
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_HISTORY = 50;

    private final String name;
    // What Socket.IO calls a room. The prefix keeps it apart from the sockets' ids, which are
    // rooms.
    private final String channel;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Deque<Message> history = new ArrayDeque<>();

    record Person(String id, String name) {
        static Person of(String id, @Nullable Object name) {
            return new Person(id, ChatRoom.name("A nickname", name));
        }
    }

    record Message(String id, String name, String text, long at) {}

    record Entered(String room, List<Person> people, List<Message> history) {}

    ChatRoom(String name) {
        this.name = name;
        this.channel = "#" + name;
    }

    /** Checks what somebody wants to be called, or a room to be. */
    static String name(String what, @Nullable Object wanted) {
        if (wanted instanceof String text && NAME.matcher(text.strip()).matches()) {
            return text.strip();
        }
        throw new IllegalArgumentException(
                what + " has 1 to 24 letters, digits, spaces or . _ ' -; the first is no sign");
    }

    int size() {
        return people.size();
    }

    Entered enter(Socket socket, Person person) {
        people.put(person.id, person);
        socket.to(channel).emit("joined", person);
        socket.join(channel);
        return new Entered(name, List.copyOf(people.values()), List.copyOf(history));
    }

    void leave(Socket socket, Person person) {
        people.remove(person.id);
        socket.leave(channel);
        socket.to(channel).emit("left", person);
    }

    Message say(Socket socket, Person person, @Nullable Object said) {
        String text = said instanceof String words ? words.strip() : "";
        if (text.isEmpty() || text.codePointCount(0, text.length()) > MAX_TEXT) {
            throw new IllegalArgumentException("A message has 1 to 1000 characters");
        }
        Message message = new Message(person.id, person.name, text, System.currentTimeMillis());
        history.add(message);
        if (history.size() > MAX_HISTORY) {
            history.remove();
        }
        socket.namespace().to(channel).emit("said", message);
        return message;
    }

    boolean typing(Socket socket, Person person) {
        return socket.to(channel).asVolatile().emit("typing", person);
    }
}
