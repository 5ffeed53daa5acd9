package io.ringcast.bench.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A file of results: a line of column names, then values separated by commas. */
final class Table {
    private final List<String> columns;
    private final List<String[]> rows;

    private Table(List<String> columns, List<String[]> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    static Table read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Table(
                Arrays.asList(lines.get(0).split(",", -1)),
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    }

    /** The different values of a column, in the order in which they come. */
    List<String> distinct(String column) {
        return rows.stream().map(row -> row[columns.indexOf(column)]).distinct().toList();
    }

    /** The rows where a column has a value. */
    Table where(String column, String value) {
        int index = columns.indexOf(column);
        return new Table(columns, rows.stream().filter(row -> row[index].equals(value)).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    double[] numbers(String column) {
        int index = columns.indexOf(column);
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
    }

    double median(String column) {
        double[] sorted = numbers(column);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
