package io.hakozuna.hz3.bench;

import java.util.List;

/** Lays out lines of cells in columns whose widths are fixed beforehand, so that each line can be printed when it is known. */
final class Table {
    private final List<Column> columns;

    Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** A column: its title, its least width, and on which side its cells stand. */
    record Column(String title, int width, boolean right) {
        Column {
            width = Math.max(width, title.length());
        }

        static Column left(String title, int width) {
            return new Column(title, width, false);
        }

        static Column right(String title, int width) {
            return new Column(title, width, true);
        }

        private String pad(String cell) {
            String space = " ".repeat(Math.max(0, width - cell.length()));
            return right ? space + cell : cell + space;
        }
    }

    String header() {
        return line(columns.stream().map(Column::title).toList());
    }

    String rule() {
        return line(columns.stream().map(column -> "-".repeat(column.width)).toList());
    }

    String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            line.append(i == 0 ? "" : "  ").append(columns.get(i).pad(cells.get(i)));
        }
        return line.toString().stripTrailing();
    }

    static int widest(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(0);
    }
}
