package io.ringcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways of an application that is a module, on a bus that is one. */
class GatewayModuleTest {
    private static final String PROGRAM =
            """
            package com.user;

            import io.ringcast.*;
            import io.ringcast.gateway.*;
            import java.lang.invoke.MethodHandles;

            public class Program implements java.util.concurrent.Callable<String> {
                @WebSocketGateway
                static class Chat {
                    @WebSocketServer Namespace io;

                    @SubscribeMessage("say")
                    String say(String text) {
                        return text;
                    }
                }

                public String call() {
                    try (Bus bus = Bus.create()) {
                        Gateways.on(bus).register(new Chat(), LOOKUP);
                        return "registered";
                    } catch (InvalidGatewayException refused) {
                        return refused.getMessage();
                    }
                }
            }
            """;

    @TempDir Path folder;

    private static String modules() {
        String path = System.getProperty("surefire.test.class.path");
        String all = path != null ? path : System.getProperty("java.class.path");
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(GatewayModuleTest::isOfTheBus)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOfTheBus(String entry) {
        List<String> parts = List.of("disruptor", "jackson", "jspecify", "jakarta.validation-api");
        boolean isBus = entry.contains("bus-core") && !entry.contains("test");
        return isBus || parts.stream().anyMatch(entry::contains);
    }

    /** What an application says whose module opens its package, or not, and gives a look-up. */
    private String said(String opens, String lookup) throws Exception {
        Path module = Files.writeString(folder.resolve("module-info.java"), declaration(opens));
        Path program =
                Files.writeString(
                        folder.resolve("Program.java"), PROGRAM.replace("LOOKUP", lookup));
        Path classes = folder.resolve("classes");
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-nowarn",
                                "-proc:none",
                                "-p",
                                modules(),
                                "-d",
                                classes.toString(),
                                module.toString(),
                                program.toString());
        assertThat(failed).isZero();
        return run(classes);
    }

    private static String declaration(String opens) {
        return """
        module user {
            requires io.ringcast.bus;
            provides java.util.concurrent.Callable with com.user.Program;
            %s
        }
        """
                .formatted(opens);
    }

    private static String run(Path classes) throws Exception {
        Path[] others =
                Arrays.stream(modules().split(File.pathSeparator))
                        .map(Path::of)
                        .toArray(Path[]::new);
        ModuleFinder finder =
                ModuleFinder.compose(ModuleFinder.of(classes), ModuleFinder.of(others));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration user =
                boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("user"));
        ModuleLayer layer =
                boot.defineModulesWithOneLoader(user, ClassLoader.getPlatformClassLoader());
        return (String) ServiceLoader.load(layer, Callable.class).findFirst().orElseThrow().call();
    }

    /**
     * The bus's module did not read the user's, so opening the package, as advised, did nothing.
     */
    @Test
    void shouldReachAGatewayInAPackageThatIsOpenToTheBus() throws Exception {
        assertThat(said("opens com.user to io.ringcast.bus;", "null")).isEqualTo("registered");
    }

    @Test
    void shouldReachAGatewayInAPackageThatIsNotOpenWithTheUsersLookup() throws Exception {
        assertThat(said("", "MethodHandles.lookup()")).isEqualTo("registered");
    }

    @Test
    void shouldSayHowToReachAGatewayInAPackageThatIsNotOpen() throws Exception {
        assertThat(said("", "null"))
                .startsWith("com.user.Program$Chat.")
                .contains("pass MethodHandles.lookup() to register")
                .contains("open com.user of module user to io.ringcast.bus");
    }
}
