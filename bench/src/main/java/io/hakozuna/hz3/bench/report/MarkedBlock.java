package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a markdown file between two marks, {@code <!-- NAME:begin -->} and {@code <!-- NAME:end -->}. The rest stays as it is. */
public final class MarkedBlock {
    private final String begin;
    private final String end;

    public MarkedBlock(String name) {
        begin = "<!-- " + name + ":begin -->";
        end = "<!-- " + name + ":end -->";
    }

    public void fill(Path file, String block) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        }
        String filled = replace(text, block);
        if (filled == null) {
            throw new UsageError(file + " has no block " + begin + " ... " + end);
        }
        try {
            Files.writeString(file, filled);
        } catch (IOException e) {
            throw new UsageError("cannot write " + file);
        }
    }

    /** The text with a new block between the marks, or null if it lacks them. */
    String replace(String text, String block) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(from, 0));
        if (from < 0 || to < 0) {
            return null;
        }
        return text.substring(0, from + begin.length()) + "\n" + block + text.substring(to);
    }
}
