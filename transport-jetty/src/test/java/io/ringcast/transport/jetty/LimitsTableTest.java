package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.Bus;
import io.ringcast.ClientLimits;
import io.ringcast.Recovery;
import io.ringcast.engineio.EngineOptions;
import io.ringcast.protocol.JsonParser;
import io.ringcast.protocol.PayloadMapper;
import io.ringcast.transport.Counter;
import io.ringcast.transport.MemoryBudget;
import io.ringcast.transport.OutboundLimits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/limits.md names every option, says what each one's default is, and which counter tells. */
class LimitsTableTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");
    private static final Pattern OPTION = Pattern.compile("`([A-Z]\\w+\\.\\w+)`");
    private static final Pattern COUNTER = Pattern.compile("`([A-Z][A-Z_]+)`");

    /** A line of the table: its options, and the text of its cells. */
    private record Row(List<String> options, List<String> cells) {
        String defaultValue() {
            return cells.get(1);
        }
    }

    @Test
    void shouldNameEveryOptionOnce() throws IOException {
        List<String> named = found(OPTION, Files.readString(PAGE));

        assertThat(named).doesNotHaveDuplicates().hasSameElementsAs(options().keySet());
    }

    @Test
    void shouldTellTheDefaultOfEachLimit() throws IOException {
        Map<String, Object> options = options();

        for (Row row : rows()) {
            for (String option : row.options()) {
                assertThat(row.defaultValue()).as(option).startsWith(text(options.get(option)));
            }
        }
    }

    @Test
    void shouldNameCountersThatExist() throws IOException {
        List<String> counters = Stream.of(Counter.values()).map(Enum::name).toList();

        for (Row row : rows()) {
            assertThat(row.cells()).as("cells of %s", row.options()).hasSize(4);
            assertThat(found(COUNTER, row.cells().get(3))).as("%s", row).isSubsetOf(counters);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.substring(1, line.length() - 1).split("\\|");
                List<String> trimmed = Arrays.stream(cells).map(String::strip).toList();
                rows.add(new Row(found(OPTION, trimmed.get(0)), trimmed));
            }
        }
        return rows;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Every option of every class of options, with its default. */
    private static Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        add(options, "BusBuilder", Bus.builder());
        add(options, "ClientLimits", ClientLimits.builder());
        add(options, "Recovery", Recovery.of(Duration.ofMinutes(2)));
        add(options, "OutboundLimits", OutboundLimits.DEFAULT);
        add(options, "JsonParser", JsonParser.builder(PayloadMapper.standard()));
        add(options, "JettyTransport", JettyTransport.builder());
        add(options, "JettyTransportOptions", JettyTransportOptions.builder());
        add(options, "EngineOptions", EngineOptions.builder());
        return options;
    }

    private static void add(Map<String, Object> options, String prefix, Object holder) {
        for (Field field : holder.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                options.put(prefix + "." + field.getName(), value(field, holder));
            }
        }
    }

    private static Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            Object value = field.get(holder);
            return value == null ? "none" : value;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(field.getName(), e);
        }
    }

    /** A value as the page writes it. */
    private static String text(Object value) {
        if (value instanceof Duration time) {
            return text(time);
        }
        if (value instanceof Number number) {
            return text(number.longValue());
        }
        return String.valueOf(value);
    }

    private static String text(long number) {
        for (int divisor = 2; divisor <= 16; divisor *= 2) {
            if (number == MemoryBudget.shareOfHeap(divisor)) {
                return "1/" + divisor + " of the heap";
            }
        }
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(Duration time) {
        if (time.toSeconds() == 0) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
