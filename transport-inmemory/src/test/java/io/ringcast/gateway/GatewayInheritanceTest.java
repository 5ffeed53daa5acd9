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

    interface Wide {
        @SubscribeMessage("wide")
        default String named() {
            return "wide";
        }
    }

    interface Narrow extends Wide {
        @Override
        @SubscribeMessage("narrow")
        default String named() {
            return "narrow";
        }
    }

    /** Names an interface before the one that extends it. */
    @WebSocketGateway
    static class Both implements Wide, Narrow {}

    /** The wider interface was looked at first, as it is named first. */
    @Test
    void shouldTakeTheAnnotationsOfTheMostDerivedInterface() {
        GatewayClient client = connect(new Both());

        assertThat(client.emitWithAck("narrow").get(String.class)).isEqualTo("narrow");
        assertThat(client.emitWithAck("wide").hasCome()).isFalse();
    }

    abstract static class Wildcards<T> {
        @SubscribeMessage("extends")
        String all(List<? extends T> values, Map<String, ? super T> more) {
            return values + " " + more;
        }
    }

    /** As Kotlin's lists look from Java. */
    @WebSocketGateway
    static class OfPosts extends Wildcards<Post> {
        @Override
        String all(List<? extends Post> values, Map<String, ? super Post> more) {
            Post first = values.get(0);
            return first.text() + super.all(values, more);
        }
    }

    @WebSocketGateway
    static class Inherited extends Wildcards<Post> {}

    /** A type variable in a wildcard was left as it was, and read as any object. */
    @Test
    void shouldReadWhatAWildcardStandsFor() {
        List<Map<String, String>> list = List.of(Map.of("text", "a"));
        Map<String, Object> map = Map.of("k", Map.of("text", "b"));

        assertThat(connect(new OfPosts()).emitWithAck("extends", list, map).get(String.class))
                .isEqualTo("a[Post[text=a]] {k=Post[text=b]}");
        assertThat(connect(new Inherited()).emitWithAck("extends", list, map).get(String.class))
                .isEqualTo("[Post[text=a]] {k=Post[text=b]}");
    }

    abstract static class Bounded<T extends Comparable<? super T>> {
        @SubscribeMessage("bounded")
        String bounded(T value, List<? extends Comparable<T>> more) {
            return value + " " + more.size();
        }
    }

    @WebSocketGateway
    @SuppressWarnings("rawtypes")
    static class Unbound extends Bounded {}

    @Test
    void shouldComeToAnEndOfATypeThatIsBoundedByItself() {
        assertThat(connect(new Unbound()).isConnected()).isTrue();
    }

    @WebSocketGateway
    record OfRecord(String name) {
        @SubscribeMessage("name")
        String answer() {
            return name;
        }

        @SubscribeMessage("overloaded")
        String overloaded(String text) {
            return "text " + text;
        }

        @SubscribeMessage("overloaded too")
        String overloaded(int number) {
            return "number " + number;
        }
    }

    @Test
    void shouldTakeARecordAndOverloadedMethods() {
        GatewayClient client = connect(new OfRecord("record"));

        assertThat(client.emitWithAck("name").get(String.class)).isEqualTo("record");
        assertThat(client.emitWithAck("overloaded", "1").get(String.class)).isEqualTo("text 1");
        assertThat(client.emitWithAck("overloaded too", 1).get(String.class)).isEqualTo("number 1");
    }
}
