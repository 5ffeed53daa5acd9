package io.ringcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.ConnectErrorException;
import io.ringcast.Namespace;
import io.ringcast.interop.InteropSocket.Refusal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dynamic namespaces with npm's client (K1 to K8). */
@Tag("interop")
class NodeNamespaceTest extends NodeFixture {

    @Test
    void shouldMakeNamespacesForClientsAndForgetThem() throws Exception {
        ScriptServer server = server();
        Namespace parent = server.bus().of(Pattern.compile("/project-\\d+"));
        parent.use(
                (socket, next) -> {
                    if (socket.namespace().name().endsWith("-13")) {
                        next.reject(new ConnectErrorException("unlucky"));
                    } else {
                        next.proceed();
                    }
                });
        parent.onConnection(socket -> socket.emit("welcome", socket.namespace().name()));
        News made = new News();
        parent.onConnection(
                socket -> socket.onDisconnect(reason -> made.add("left", reason.text())));
        server.bus().onNewNamespace(created -> made.add("made", created.name()));

        NodeSocket one = open(server.url() + "/project-1");
        NodeSocket two = open(server.url() + "/project-2");
        NodeSocket unlucky = open(server.url() + "/project-13");
        NodeSocket lost = open(server.url() + "/project-x");

        assertThat(one.next("welcome").arguments()).containsExactly("/project-1");
        assertThat(two.next("welcome").arguments()).containsExactly("/project-2");
        assertThat(unlucky.awaitRefusal()).isEqualTo(new Refusal("unlucky", null));
        assertThat(lost.awaitRefusal()).isEqualTo(new Refusal("Invalid namespace", null));
        parent.emit("all", 1);
        assertThat(one.next("all").arguments()).containsExactly(1);
        assertThat(two.next("all").arguments()).containsExactly(1);
        assertThat(made.next("made", String.class)).startsWith("/project-");
        one.disconnect();
        two.disconnect();
        made.next("left", String.class);
        made.next("left", String.class);
        assertThat(server.bus().namespaces())
                .extracting(Namespace::name)
                .noneMatch(name -> name.startsWith("/project-"));
    }
}
