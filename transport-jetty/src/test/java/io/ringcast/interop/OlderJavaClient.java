package io.ringcast.interop;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link JavaClients} with version 1 of the client, whose classes have the names of version 2's.
 */
final class OlderJavaClient extends URLClassLoader {
    /** Where the build puts its jars. */
    private static final File FOLDER = new File("target/java-client-1");

    private OlderJavaClient(URL... urls) {
        super(urls, OlderJavaClient.class.getClassLoader());
    }

    static InteropClient load() throws ReflectiveOperationException, IOException {
        File[] jars = FOLDER.listFiles();
        if (jars == null || jars.length == 0) {
            throw new IllegalStateException("the build has not put any jars into " + FOLDER);
        }
        List<URL> urls = new ArrayList<>();
        urls.add(OlderJavaClient.class.getProtectionDomain().getCodeSource().getLocation());
        for (File jar : jars) {
            urls.add(jar.toURI().toURL());
        }
        Constructor<?> constructor =
                new OlderJavaClient(urls.toArray(URL[]::new))
                        .loadClass(JavaClients.class.getName())
                        .getDeclaredConstructor(int.class);
        return (InteropClient) constructor.newInstance(3);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.socket.") && !name.startsWith("io.ringcast.interop.Java")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }
}
