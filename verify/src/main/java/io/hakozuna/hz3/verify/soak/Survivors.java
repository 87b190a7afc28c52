package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lists of the mutations that no test notices, as the page has them: how many there are for each reason, and which. */
final class Survivors {
    private static final Path LISTS = Run.ROOT.resolve("simulation/src/test/resources/io/hakozuna/hz3/mutation");

    private Survivors() {
    }

    /** A table, under a line with the counts. The list's first line is {@code N mutations, what they are}. */
    static String section(String list) throws IOException {
        List<String> lines = Files.readAllLines(LISTS.resolve(list + ".txt"));
        Map<String, StringBuilder> names = new LinkedHashMap<>();
        String reason = null;
        int count = 0;
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("    ")) {
                names.get(reason).append(line.strip()).append(' ');
                count += line.strip().split(" +").length;
            } else if (!line.isEmpty()) {
                reason = line;
                names.put(reason, new StringBuilder());
            }
        }
        int all = Integer.parseInt(lines.getFirst().replaceFirst(" .*", ""));
        StringBuilder table = new StringBuilder(lines.getFirst()).append(": ").append(all - count).append(" are noticed, ").append(count)
            .append(" survive.\n\n| why | which |\n|---|---|\n");
        names.forEach((why, which) -> table.append("| ").append(why).append(" | ").append(which.toString().strip()).append(" |\n"));
        return table.toString();
    }
}
