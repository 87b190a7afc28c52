package io.hakozuna.jmh.report;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.result.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * What JMH has written with {@code -rf json}.
 *
 * @param measurements the rows
 * @param runs         how they were measured, if all were measured in the same way; else a line for each way
 * @param machines     where, if that was stamped into the file
 */
public record Results(List<Measurement> measurements, List<String> runs, List<String> machines) {
    private static final JSON FORMAT = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);
    private static final String MACHINE = "machine";
    private static final String GARBAGE = "gc.alloc.rate.norm";
    private static final Map<String, Double> NANOS = Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);

    /** Of several files, as if they were one. */
    public static Results read(List<Path> files) {
        List<Map<?, ?>> rows = new ArrayList<>();
        files.forEach(file -> rows.addAll(rows(file)));
        return new Results(rows.stream().map(Results::measurement).toList(), rows.stream().map(Results::run).distinct().toList(),
            rows.stream().map(row -> row.get(MACHINE)).filter(String.class::isInstance).map(String.class::cast).distinct().toList());
    }

    /** Writes into each row of a file where it was measured, so that the file tells by itself. */
    public static void stamp(Path file, String machine) {
        List<Map<?, ?>> rows = rows(file);
        rows.forEach(row -> put(row, machine));
        try {
            Files.writeString(file, FORMAT.asString(rows) + "\n");
        } catch (IOException e) {
            throw new UsageError("cannot write " + file);
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<?, ?> row, String machine) {
        ((Map<String, Object>) row).put(MACHINE, machine);
    }

    private static List<Map<?, ?>> rows(Path file) {
        try {
            List<Map<?, ?>> rows = new ArrayList<>();
            for (Object row : FORMAT.listFrom(Files.readString(file))) {
                rows.add(map(row));
            }
            return rows;
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        } catch (JacksonException | ClassCastException e) {
            throw new UsageError(file + " is no result of JMH in JSON");
        }
    }

    private static Map<?, ?> map(Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    private static Measurement measurement(Map<?, ?> row) {
        String[] names = String.valueOf(row.get("benchmark")).split("\\.");
        Map<?, ?> time = map(row.get("primaryMetric"));
        Double unit = NANOS.get(String.valueOf(time.get("scoreUnit")));
        if (names.length < 2 || unit == null) {
            throw new UsageError(row.get("benchmark") + " was measured in " + time.get("scoreUnit") + "; a table needs -bm avgt");
        }
        Map<?, ?> garbage = map(map(row.get("secondaryMetrics")).get(GARBAGE));
        String rival = String.valueOf(map(row.get("params")).get("rival"));
        return new Measurement(names[names.length - 1], pattern(names[names.length - 2], row), rival,
            median(time) * unit, garbage.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(garbage)));
    }

    /** {@code Pair, size 64}. */
    private static String pattern(String name, Map<?, ?> row) {
        String parameters = map(row.get("params")).entrySet().stream().filter(parameter -> !parameter.getKey().equals("rival"))
            .map(parameter -> ", " + parameter.getKey() + " " + parameter.getValue()).collect(Collectors.joining());
        return name + parameters + (Integer.valueOf(1).equals(row.get("threads")) ? "" : ", threads " + row.get("threads"));
    }

    /** Over all iterations of all forks. */
    private static double median(Map<?, ?> metric) {
        return Median.of(((List<?>) metric.get("rawData")).stream().flatMap(fork -> ((List<?>) fork).stream())
            .mapToDouble(score -> ((Number) score).doubleValue()));
    }

    private static String run(Map<?, ?> row) {
        return "forks " + row.get("forks") + ", iterations " + row.get("measurementIterations") + " of " + row.get("measurementTime")
            + " after " + row.get("warmupIterations") + " of " + row.get("warmupTime") + " to warm up, JVM options "
            + ((List<?>) row.get("jvmArgs")).stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
