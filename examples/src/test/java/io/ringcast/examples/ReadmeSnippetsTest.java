package io.ringcast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows compiles. */
class ReadmeSnippetsTest {
    private static final Pattern BLOCK =
            Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** What a reader's IDE would add, and the names that the README takes for known. */
    private static final String HEAD =
            """
            import static org.assertj.core.api.Assertions.assertThat;
            import io.ringcast.*;
            import io.ringcast.gateway.*;
            import io.ringcast.transport.inmemory.*;
            import io.ringcast.transport.inmemory.test.*;
            import io.ringcast.transport.jetty.*;
            import jakarta.validation.Valid;
            import jakarta.validation.constraints.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.regex.Pattern;
            import org.eclipse.jetty.server.Handler;
            import org.eclipse.jetty.server.Server;
            class Snippet {
            Bus bus;
            Server server;
            Handler yourHandler;
            static class Members implements Guard {
                public boolean canActivate(EventContext context) {
                    return true;
                }
            }
            """;

    @TempDir Path classes;

    static List<String> snippets() throws IOException {
        List<String> snippets = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
        while (matcher.find()) {
            snippets.add(matcher.group(1));
        }
        return snippets;
    }

    private static String unit(String snippet) {
        return HEAD + "void run() throws Exception {\n" + snippet + "}\n}\n";
    }

    /** The tests' class path, however it was given to this virtual machine. */
    private static String classPath() {
        return Stream.of("java.class.path", "jdk.module.path", "surefire.real.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private List<String> errors(String snippet) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of("-proc:none", "-cp", classPath(), "-d", classes.toString());
        compiler.getTask(null, null, problems, options, null, List.of(new Source(unit(snippet))))
                .call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void shouldCompile(String snippet) {
        assertThat(errors(snippet)).isEmpty();
    }

    @Test
    void shouldFindSnippetsAndTheirMistakes() throws IOException {
        assertThat(snippets()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(errors("bus.doesNotExist();")).hasSize(1);
    }
}
