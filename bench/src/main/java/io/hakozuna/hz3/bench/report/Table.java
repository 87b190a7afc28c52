package io.hakozuna.hz3.bench.report;

import java.util.List;

/** Lays out lines of cells in columns whose widths are fixed beforehand, so that each line can be printed when it is known. */
public final class Table {
    private final List<Column> columns;

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** A column: its title, its least width, and on which side its cells stand. */
    public record Column(String title, int width, boolean right) {
        public Column {
            width = Math.max(width, title.length());
        }

        public static Column left(String title, int width) {
            return new Column(title, width, false);
        }

        public static Column right(String title, int width) {
            return new Column(title, width, true);
        }

        private String pad(String cell) {
            String space = " ".repeat(Math.max(0, width - cell.length()));
            return right ? space + cell : cell + space;
        }
    }

    public String header() {
        return line(columns.stream().map(Column::title).toList());
    }

    public String rule() {
        return line(columns.stream().map(column -> "-".repeat(column.width)).toList());
    }

    public String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            line.append(i == 0 ? "" : "  ").append(columns.get(i).pad(cells.get(i)));
        }
        return line.toString().stripTrailing();
    }

    public static int widest(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(0);
    }
}
