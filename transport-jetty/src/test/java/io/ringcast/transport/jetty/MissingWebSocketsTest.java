package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application without the dependency that only Jetty's own WebSockets need. */
class MissingWebSocketsTest {
    private final URLClassLoader application =
            new URLClassLoader(
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .filter(entry -> !entry.contains("jetty-websocket"))
                            .map(MissingWebSocketsTest::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());

    @AfterEach
    void close() throws Exception {
        application.close();
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    private Class<?> load(Class<?> type) throws ClassNotFoundException {
        return application.loadClass(type.getName());
    }

    private Object options(WebSockets engine) throws Throwable {
        Object builder = load(JettyTransportOptions.class).getMethod("builder").invoke(null);
        Object chosen =
                load(WebSockets.class)
                        .getMethod("valueOf", String.class)
                        .invoke(null, engine.name());
        call(builder, "webSockets", load(WebSockets.class), chosen);
        return call(builder, "build", null, null);
    }

    private static Object call(Object target, String name, Class<?> type, Object argument)
            throws Throwable {
        try {
            Method method =
                    type == null
                            ? target.getClass().getMethod(name)
                            : target.getClass().getMethod(name, type);
            return type == null ? method.invoke(target) : method.invoke(target, argument);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void shouldSayWhichDependencyIsMissing() {
        assertThatThrownBy(() -> options(WebSockets.JETTY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "org.eclipse.jetty.websocket:jetty-websocket-jetty-server:12.");
    }

    @Test
    void shouldServeWithoutIt() throws Throwable {
        Object options = options(WebSockets.RINGCAST);
        Function<Object, Object> nobody = session -> null;

        assertThatCode(
                        () ->
                                load(EngineIoHandler.class)
                                        .getConstructor(options.getClass(), Function.class)
                                        .newInstance(options, nobody))
                .doesNotThrowAnyException();
        assertThat(load(Handler.class).getClassLoader()).isSameAs(application);
    }
}
