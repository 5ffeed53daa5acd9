package io.ringcast.bench.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the results.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.ringcast.bench.plot.Plots
 * benchmarks/results docs/plots</pre>
 */
public final class Plots {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 560;
    private static final List<String> LOADS =
            List.of(
                    "echo-32",
                    "echo-1k",
                    "echo-16k",
                    "one-at-a-time",
                    "ack-32",
                    "binary-1k",
                    "broadcast-100",
                    "broadcast-1000",
                    "rooms-100",
                    "polling-echo");

    private final Path results;
    private final Path plots;

    private Plots(Path results, Path plots) {
        this.results = results;
        this.plots = plots;
    }

    /**
     * Draws what there are results for.
     *
     * @param arguments the folder of the results, the folder for the plots
     * @throws IOException if a file can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path to = Files.createDirectories(Path.of(arguments[1]));
        new Plots(Path.of(arguments[0]), to).draw();
    }

    private void draw() throws IOException {
        if (Files.exists(results.resolve("wire.csv"))) {
            wire(Table.read(results.resolve("wire.csv")));
        }
        if (Files.exists(results.resolve("scale.csv"))) {
            Table scale = Table.read(results.resolve("scale.csv"));
            curve(scale, "recipients", "recipients of a broadcast", "us for a delivery");
            curve(scale, "bytes", "bytes of a message", "us for an echo");
            curve(scale, "connections", "connections", "us for an echo");
        }
        if (Files.exists(results.resolve("growth.csv"))) {
            Table growth = Table.read(results.resolve("growth.csv"));
            curve(growth, "rooms", "rooms of ten, in process", "us for a broadcast");
            curve(growth, "namespaces", "namespaces, in process", "us for an emit");
        }
        if (Files.exists(results.resolve("latency.csv"))) {
            latency(Table.read(results.resolve("latency.csv")));
        }
    }

    private void wire(Table table) throws IOException {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Server CPU for a message or delivery (us)")
                        .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        for (String server : table.distinct("server")) {
            List<Double> costs = new ArrayList<>();
            for (String load : LOADS) {
                Table cell = table.where("server", server).where("load", load);
                costs.add(cell.isEmpty() ? 0 : cell.median("cpu_us"));
            }
            chart.addSeries(server, LOADS, costs);
        }
        save(chart, "wire");
    }

    private void curve(Table table, String name, String x, String y) throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Processor time by " + x)
                        .xAxisTitle(x)
                        .yAxisTitle(y)
                        .build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (String server : table.distinct("server")) {
            Table mine = table.where("server", server);
            List<Double> sizes = new ArrayList<>();
            List<Double> costs = new ArrayList<>();
            for (String load : mine.distinct("load")) {
                if (load.startsWith(name + "/")) {
                    sizes.add(Double.valueOf(load.substring(name.length() + 1)));
                    double cost = mine.where("load", load).median("cpu_us");
                    costs.add(cost);
                    least = Math.min(least, cost);
                    most = Math.max(most, cost);
                }
            }
            if (!sizes.isEmpty()) {
                chart.addSeries(server, sizes, costs);
            }
        }
        scale(chart, least, most);
        save(chart, "scale-" + name);
    }

    /** A logarithmic axis has a label for each power of ten only: too few within one of them. */
    private static void scale(XYChart chart, double least, double most) {
        boolean isWide = most > 10 * least;
        chart.getStyler().setYAxisLogarithmic(isWide);
        chart.getStyler().setYAxisMin(isWide ? Math.pow(10, Math.floor(Math.log10(least))) : 0.0);
        if (isWide) {
            chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(most))));
        }
    }

    /** The x axis counts nines: 1 is p90, 2 is p99, and so on. */
    private void latency(Table table) throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("One way at 100,000 events a second, in process")
                        .xAxisTitle("nines of the percentile (2 = p99)")
                        .yAxisTitle("us")
                        .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        for (String mode : table.distinct("mode")) {
            Table mine = table.where("mode", mode);
            double[] percentiles = mine.numbers("percentile");
            double[] micros = mine.numbers("micros");
            List<Double> nines = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < micros.length; i++) {
                if (percentiles[i] < 99.9999) {
                    nines.add(-Math.log10(1 - percentiles[i] / 100));
                    values.add(Math.max(0.1, micros[i]));
                }
            }
            chart.addSeries(mode, nines, values).setMarker(SeriesMarkers.NONE);
        }
        save(chart, "latency");
    }

    private void save(IChart chart, String name) throws IOException {
        Path file = plots.resolve(name + ".png");
        Files.write(file, ChartEncoder.getBytes(chart, "png"));
        System.out.println(file);
    }
}
