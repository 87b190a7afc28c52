package io.hakozuna.hz3.bench.load;

import io.hakozuna.hz3.bench.process.UsageError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses rows from the whole matrix: workloads, curves of growth, and what real programs the caller adds. */
public final class Rows {
    private final List<Row> others;

    /** The given rows go between the workloads' and those of the curves. */
    public Rows(List<Row> programs) {
        others = Stream.concat(programs.stream(), Catalogue.growth().stream()).toList();
    }

    /** All rows but those that take minutes, with these numbers of threads where a row can have any. */
    public List<Row> matrix(List<Integer> threads) {
        return all(threads).stream().filter(row -> row.group() != Group.SOAK).toList();
    }

    /** All rows. */
    public List<Row> all(List<Integer> threads) {
        return Stream.concat(Catalogue.WORKLOADS.stream().flatMap(family -> family.rows(threads).stream()), others.stream()).toList();
    }

    /** What {@code --quick} measures: the rows that tell most. */
    public List<Row> quick() {
        return named(Catalogue.QUICK, List.of());
    }

    /** Rows by name: {@code mt2_r90}, {@code mt16_r90}, {@code mt#_r90} with the asked numbers of threads, or a pattern {@code mt*}. */
    public List<Row> named(List<String> names, List<Integer> threads) {
        Map<String, Row> chosen = new LinkedHashMap<>();
        for (String name : names) {
            Pattern glob = glob(name);
            List<Row> found = Stream.concat(Catalogue.WORKLOADS.stream().flatMap(family -> family.named(name, threads).stream()),
                others.stream().filter(row -> glob.matcher(row.name()).matches())).toList();
            if (found.isEmpty()) {
                throw new UsageError("no such row: " + name + " (--list shows them)");
            }
            found.forEach(row -> chosen.putIfAbsent(row.name(), row));
        }
        return new ArrayList<>(chosen.values());
    }

    static Pattern glob(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
