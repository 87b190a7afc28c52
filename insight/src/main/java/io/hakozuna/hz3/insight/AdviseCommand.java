package io.hakozuna.hz3.insight;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * {@code ./hz3 advise -- PROGRAM}, after the run: takes the file that its processes wrote their counts to, and the program's words. The advice is for the one
 * that allocated most.
 */
public final class AdviseCommand {
    private AdviseCommand() {
    }

    public static void main(String[] args) {
        try {
            List<Load> loads = Reports.read(Path.of(args[0])).stream().map(Load::of).toList();
            Load load = loads.stream().max(Comparator.comparingLong(Load::blocks)).orElseThrow();
            System.out.printf("%,d blocks%s%n", load.blocks(),
                loads.size() == 1 ? "" : " in the busiest of " + loads.size() + " processes");
            Advice.of(load).lines(String.join(" ", List.of(args).subList(1, args.length))).forEach(System.out::println);
        } catch (IllegalArgumentException e) {
            System.err.println("hz3: " + e.getMessage());
            System.exit(2);
        }
    }
}
