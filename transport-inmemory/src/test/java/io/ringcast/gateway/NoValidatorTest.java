package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.transport.inmemory.test.GatewayTest;
import jakarta.validation.constraints.NotBlank;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Jakarta Bean Validation is needed by those only who use it. */
class NoValidatorTest {

    @WebSocketGateway
    public static class Unconstrained {
        @SubscribeMessage("echo")
        String echo(String text) {
            return text;
        }
    }

    /** Uses the pipe, and has nothing to check. */
    @UsePipes(ValidationPipe.class)
    public static class Piped extends Unconstrained {}

    @WebSocketGateway
    public static class Constrained {
        @SubscribeMessage("echo")
        String echo(@NotBlank String text) {
            return text;
        }
    }

    /** Runs in a class loader that does not see everything. */
    public static final class Unconstraining implements Callable<String> {
        @Override
        public String call() {
            return echoed(new Unconstrained()) + echoed(new Piped());
        }
    }

    /** Runs in a class loader that does not see everything. */
    public static final class Constraining implements Callable<String> {
        @Override
        public String call() {
            return echoed(new Constrained());
        }
    }

    private static String echoed(Object gateway) {
        try (GatewayTest test = GatewayTest.of(gateway)) {
            return test.connect().emitWithAck("echo", "x").get(String.class);
        } catch (InvalidGatewayException refused) {
            return refused.getMessage();
        }
    }

    /** What a program says in a class loader without the archives of some names. */
    private static String runWithout(Class<?> program, String... missing) throws Exception {
        String path = System.getProperty("surefire.test.class.path");
        String all = path != null ? path : System.getProperty("java.class.path");
        URL[] urls =
                Arrays.stream(all.split(File.pathSeparator))
                        .filter(entry -> Arrays.stream(missing).noneMatch(entry::contains))
                        .map(NoValidatorTest::url)
                        .toArray(URL[]::new);
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, platform)) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> loaded = loader.loadClass(program.getName());
            return (String) ((Callable<?>) loaded.getConstructor().newInstance()).call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWorkWithoutAProviderIfThereAreNoConstraints() throws Exception {
        assertThat(runWithout(Unconstraining.class, "hibernate-validator")).isEqualTo("xx");
    }

    @Test
    void shouldWorkWithoutTheApiIfThereAreNoConstraints() throws Exception {
        assertThat(runWithout(Unconstraining.class, "validator", "validation")).isEqualTo("xx");
    }

    @Test
    void shouldRefuseConstraintsWithoutAProvider() throws Exception {
        assertThat(runWithout(Constraining.class, "hibernate-validator"))
                .startsWith(Constrained.class.getName() + ".echo")
                .contains("no provider of Jakarta Bean Validation")
                .contains("add Hibernate Validator");
    }

    @Test
    void shouldWorkWithAProvider() throws Exception {
        assertThat(runWithout(Constraining.class)).isEqualTo("x");
    }
}
