package io.ringcast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit on code lines: checkstyle can only count all lines, or statements. */
class FileSizeTest {
    private static final int LIMIT = 400;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bus-core",
                "transport-inmemory",
                "transport-jetty",
                "benchmarks",
                "examples"
            })
    void shouldKeepEveryMainFileShort(String module) throws IOException {
        Path sources = Path.of("..", module, "src", "main", "java");

        try (Stream<Path> files = Files.walk(sources)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(codeLines(read(file))).isLessThan(LIMIT));
        }
    }

    @Test
    void shouldCountNeitherCommentsNorBlankLines() {
        List<String> lines =
                List.of("/* a", " * b", " */", "", "  ", "// c", "int d; // e", "}", "/** f */");

        assertThat(codeLines(lines)).isEqualTo(2);
    }

    private static long codeLines(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> Stream.of("//", "/*", "*").noneMatch(line::startsWith))
                .count();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
