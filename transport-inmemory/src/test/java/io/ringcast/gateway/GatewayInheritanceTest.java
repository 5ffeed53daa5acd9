package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.transport.inmemory.test.GatewayClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handlers of superclasses, interfaces, and classes that are hard to reach. */
class GatewayInheritanceTest extends GatewayFixture {

    public record Post(String text) {}

    interface Greeting {
        @SubscribeMessage("greet")
        default String greet(String name) {
            return "hello " + name;
        }
    }

    abstract static class Generic<T> {
        final List<Object> seen;

        Generic(List<Object> seen) {
            this.seen = seen;
        }

        @SubscribeMessage("generic")
        void generic(T value, List<T> more) {
            seen.add("generic " + value + more);
        }

        @SubscribeMessage("abstract")
        abstract void declared(T value);
    }

    static class Base extends Generic<Post> {
        Base(List<Object> seen) {
            super(seen);
        }

        @Override
        void declared(Post value) {
            seen.add("base " + value.text());
        }

        @SubscribeMessage("inherited")
        void inherited() {
            seen.add("inherited");
        }

        @SubscribeMessage("overridden")
        void overridden() {
            seen.add("base");
        }

        @SubscribeMessage("renamed")
        void renamed() {
            seen.add("base");
        }
    }

    @WebSocketGateway
    static class Derived extends Base implements Greeting {
        Derived(List<Object> seen) {
            super(seen);
        }

        @Override
        void declared(Post value) {
            seen.add("derived " + value.text());
        }

        @Override
        void overridden() {
            seen.add("without annotation");
        }

        @Override
        @SubscribeMessage("new name")
        void renamed() {
            seen.add("renamed");
        }

        @SuppressWarnings("UnusedMethod") // by clients
        @SubscribeMessage("private")
        private void hidden() {
            seen.add("private");
        }
    }

    static class Undecorated extends Derived {
        Undecorated(List<Object> seen) {
            super(seen);
        }
    }

    @Test
    void shouldCallAnInheritedMethodOnce() {
        GatewayClient client = connect(new Undecorated(seen));

        client.emit("inherited");
        client.emit("private");

        assertThat(seen).containsExactly("inherited", "private");
    }

    @Test
    void shouldCallAnOverrideOnceWithOrWithoutTheAnnotation() {
        GatewayClient client = connect(new Derived(seen));

        client.emit("overridden");
        client.emit("new name");
        client.emit("renamed");

        assertThat(seen).containsExactly("without annotation", "renamed");
    }

    @Test
    void shouldCallAnInterfacesDefaultMethodOnce() {
        GatewayClient client = connect(new Derived(seen));

        assertThat(client.emitWithAck("greet", "Ann").get(String.class)).isEqualTo("hello Ann");
    }

    @Test
    void shouldCallAMethodOfAGenericSuperclassOnceWithTheRightType() {
        GatewayClient client = connect(new Derived(seen));

        client.emit("generic", Map.of("text", "a"), List.of(Map.of("text", "b")));
        client.emit("abstract", Map.of("text", "c"));

        assertThat(seen).containsExactly("generic Post[text=a][Post[text=b]]", "derived c");
    }

    @WebSocketGateway
    static class Static {
        @SubscribeMessage("go")
        static void go() {}
    }

    @Test
    void shouldRefuseAStaticMethod() {
        assertThatThrownBy(() -> start(new Static()))
                .isInstanceOf(InvalidGatewayException.class)
                .hasMessageContaining(Static.class.getName() + ".go")
                .hasMessageContaining("remove the static");
    }

    // ---- ways of calling

    private static final class OwnLoader extends ClassLoader {
        OwnLoader() {
            super(GatewayInheritanceTest.class.getClassLoader());
        }

        Class<?> define() throws IOException {
            String name = Elsewhere.class.getName();
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream from = GatewayInheritanceTest.class.getResourceAsStream(file)) {
                byte[] bytes = from.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    private Object how(Object gateway, MethodHandles.Lookup lookup) {
        var test = start(new Unused());
        Gateways gateways = Gateways.on(test.bus());
        if (way == Way.HANDLES_BY_REFERENCE) {
            gateways.onlyMethodHandles();
        }
        gateways.register(gateway, lookup);
        return test.connect().emitWithAck("how", "x").arguments().get(0);
    }

    /** Stands where a test needs a first gateway. */
    @WebSocketGateway
    static class Unused {
        @SubscribeMessage("unused")
        void unused() {}
    }

    private String fastest() {
        return way == Way.HANDLES_BY_REFERENCE ? "handle" : "class";
    }

    @Test
    void shouldSpinAClassForAPackagePrivateMethod() {
        assertThat(how(new Elsewhere(), null)).isEqualTo(fastest());
    }

    @Test
    void shouldCallAGatewayOfAnotherClassLoaderThroughHandles() throws Exception {
        Object foreign = new OwnLoader().define().getConstructor().newInstance();

        assertThat(how(foreign, null)).isEqualTo("handle");
    }

    @Test
    void shouldSpinAClassInAnotherClassLoaderWithItsLookup() throws Exception {
        Class<?> type = new OwnLoader().define();
        Object foreign = type.getConstructor().newInstance();
        Object lookup = type.getMethod("lookup").invoke(null);

        assertThat(how(foreign, (MethodHandles.Lookup) lookup)).isEqualTo(fastest());
    }
}
