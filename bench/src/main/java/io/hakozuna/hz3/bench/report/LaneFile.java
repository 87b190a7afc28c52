package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.process.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a lane's file says to a reader.
 *
 * @param name     the lane
 * @param purpose  for whom it is: the first line
 * @param parent   the lane it differs from, or a dash
 * @param settings the lines in which it does
 */
record LaneFile(String name, String purpose, String parent, List<String> settings) {
    static LaneFile read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
            return new LaneFile(file.getFileName().toString().replace(".lane", ""), lines.getFirst().replaceFirst("^# *", ""),
                lines.stream().filter(line -> line.startsWith("parent")).map(line -> "`" + line.split("=")[1].strip() + "`").findFirst().orElse("-"),
                lines.stream().filter(line -> line.startsWith("HZ3_")).toList());
        } catch (IOException e) {
            throw new UsageError("cannot read " + file);
        }
    }

    /** All lanes of the project in a folder, by name. */
    static List<LaneFile> all(Path root) {
        Path folder = root.resolve("lanes");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lane")).sorted().map(LaneFile::read).toList();
        } catch (IOException e) {
            throw new UsageError("cannot read " + folder);
        }
    }

    /** The settings as a cell of a table. */
    String differs() {
        return settings.isEmpty() ? "-" : settings.stream().map(setting -> "`" + setting + "`").collect(Collectors.joining(", "));
    }
}
