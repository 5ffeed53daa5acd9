package io.ringcast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.examples.ChatRoom.Message;
import io.ringcast.examples.ChatRoom.Person;
import io.ringcast.transport.inmemory.test.GatewayClient;
import io.ringcast.transport.inmemory.test.GatewayTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an application tests its gateway: without a network, a thread or a clock. */
class ChatGatewayTest {
    private final GatewayTest test = GatewayTest.of(new ChatGateway());

    @AfterEach
    void close() {
        test.close();
    }

    private GatewayClient enter(String name) {
        return test.connect(Map.of("name", name));
    }

    private GatewayClient enter(String name, String room) {
        GatewayClient client = enter(name);
        client.emit("join", room);
        return client;
    }

    @Test
    void shouldTellARoomWhoHasComeAndWhatWasSaid() {
        GatewayClient ann = enter("Ann", "lobby");
        GatewayClient bob = enter("Bob");

        ChatRoom.Entered entered = bob.emitWithAck("join", "lobby").get(ChatRoom.Entered.class);
        bob.emit("say", "hello");

        assertThat(entered.people()).extracting(Person::name).containsExactly("Ann", "Bob");
        assertThat(ann.await("joined", Person.class).name()).isEqualTo("Bob");
        assertThat(ann.await("said", Message.class).text()).isEqualTo("hello");
        assertThat(bob.await("said", Message.class).name()).isEqualTo("Bob");
    }

    @Test
    void shouldTellWhoIsWhereAndWhoHasLeft() {
        GatewayClient ann = enter("Ann", "lobby");
        GatewayClient bob = enter("Bob", "lobby");
        assertThat(ann.await("rooms", Map.class).get("lobby")).isEqualTo(1);
        assertThat(ann.await("rooms", Map.class).get("lobby")).isEqualTo(2);

        bob.disconnect();

        assertThat(ann.await("left", Person.class).name()).isEqualTo("Bob");
        assertThat(ann.await("rooms", Map.class).get("lobby")).isEqualTo(1);
    }

    @Test
    void shouldTellWhoIsTyping() {
        GatewayClient ann = enter("Ann", "lobby");
        GatewayClient bob = enter("Bob", "lobby");

        bob.emit("typing");

        assertThat(ann.await("typing", Person.class).name()).isEqualTo("Bob");
    }

    @Test
    void shouldRefuseANicknameAtTheDoor() {
        assertThat(enter("<b>").refusal().orElseThrow()).hasMessageStartingWith("A nickname has");
        assertThat(test.connect().isConnected()).isFalse();
    }

    @Test
    void shouldAnswerWhatIsWrongWithARequest() {
        GatewayClient ann = enter("Ann");

        assertThat(ann.emitWithAck("say", "x").get(Map.class).get("error"))
                .isEqualTo("Join a room first");
        assertThat(ann.emitWithAck("join", "#").get(Map.class).get("error"))
                .asString()
                .startsWith("A room's name has");
        assertThat(ann.emitWithAck("join").get(Map.class).get("error"))
                .isEqualTo("Text was expected");
    }
}
