package io.hakozuna.hz3.insight;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs side by side: a line a figure, a column a run, and each run's ratio to the first. */
final class Comparison {
    private final List<String> names;
    private final List<Report> reports;

    Comparison(List<String> names, List<Report> reports) {
        this.names = names;
        this.reports = reports;
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", names, reports.size() > 1 ? names.subList(1, names.size()).stream().map(name -> "ratio").toList() : List.of()));
        rows.add(figures("processes", reports.stream().map(report -> (long) report.processes()).toList()));
        Set<String> boxes = new LinkedHashSet<>();
        reports.forEach(report -> boxes.addAll(report.boxes().keySet()));
        for (String box : boxes) {
            Set<String> keys = new LinkedHashSet<>();
            reports.forEach(report -> keys.addAll(report.box(box).keySet()));
            keys.forEach(key -> rows.add(figures(box + " " + key, reports.stream().map(report -> report.get(box, key)).toList())));
        }
        return aligned(rows);
    }

    private static List<String> figures(String label, List<Long> values) {
        List<String> ratios = values.stream().skip(1).map(value -> ratio(value, values.getFirst())).toList();
        return row(label, values.stream().map(value -> String.format(Locale.ROOT, "%,d", value)).toList(), ratios);
    }

    /** Each run's column, and behind all but the first its ratio. */
    private static List<String> row(String label, List<String> cells, List<String> ratios) {
        List<String> row = new ArrayList<>(List.of(label, cells.getFirst()));
        for (int i = 1; i < cells.size(); i++) {
            row.add(cells.get(i));
            row.add(ratios.get(i - 1));
        }
        return row;
    }

    private static String ratio(long value, long first) {
        return first == 0 ? value == 0 ? "" : "new" : String.format(Locale.ROOT, "%.2f", (double) value / first);
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder(String.format("%-" + widths[0] + "s", row.getFirst()));
            for (int i = 1; i < columns; i++) {
                line.append(String.format("  %" + widths[i] + "s", row.get(i)));
            }
            return line.toString().stripTrailing();
        }).collect(Collectors.toList());
    }
}
