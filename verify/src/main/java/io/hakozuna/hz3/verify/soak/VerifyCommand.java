package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.jr.ob.JSON;

/** The command. Ends with 0, with 1 if something was found, and with 2 and one line if it was called wrongly. */
public final class VerifyCommand {
    private static final String HELP = """
        ./hz3 verify                  each part once, some minutes
        ./hz3 verify --hours N        all parts in turns for so long, 0.5 or 12, each turn with other seeds and larger;
                                      ends at the first failure and says how to see it again
            --lane NAME               the lane under test, by default scale
            --part NAME               only this part; more than once for several
            --seed N                  the first turn's seed, by default 1
            --keep NAME               keeps what was run as docs/results/verify/NAME.json, and brings docs/VERIFICATION.md up to date
        ./hz3 verify --page           brings docs/VERIFICATION.md up to date
        What was run is written to target/verify/result.json. The parts:
        """;
    private static final Path RESULT = Run.ROOT.resolve("target/verify/result.json");

    static final class UsageError extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageError(String message) {
            super(message);
        }
    }

    private double hours;
    private String lane = "scale";
    private long seed = 1;
    private String keep;
    private final List<String> names = new ArrayList<>();

    private VerifyCommand() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int exit;
        try {
            exit = run(arguments);
        } catch (UsageError e) {
            System.err.println("hz3 verify: " + e.getMessage());
            exit = 2;
        }
        System.exit(exit);
    }

    static int run(String... arguments) throws IOException, InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.print(HELP);
            Parts.of("scale").forEach(part -> System.out.printf("    %-22s %s%n", part.name(), part.what()));
            return 0;
        }
        if (arguments.length == 1 && arguments[0].equals("--page")) {
            Page.write();
            return 0;
        }
        VerifyCommand command = new VerifyCommand();
        for (int i = 0; i < arguments.length; i += 2) {
            command.option(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : null);
        }
        return command.soak();
    }

    private void option(String name, String value) {
        if (!List.of("--hours", "--lane", "--part", "--seed", "--keep").contains(name)) {
            throw new UsageError("unknown option " + name + "; --help tells what there is");
        }
        if (value == null) {
            throw new UsageError(name + " needs a value");
        }
        try {
            switch (name) {
                case "--hours" -> hours = Double.parseDouble(value);
                case "--lane" -> lane = value;
                case "--part" -> names.add(value);
                case "--seed" -> seed = Long.parseLong(value);
                default -> keep = value;
            }
        } catch (NumberFormatException e) {
            throw new UsageError(name + " needs a number, not " + value);
        }
        if (!(hours >= 0) || seed < 0) {
            throw new UsageError(name + " needs a number from 0 on, not " + value);
        }
    }

    private List<Part> parts() {
        List<Part> all = Parts.of(lane);
        for (String name : names) {
            if (all.stream().noneMatch(part -> part.name().equals(name))) {
                throw new UsageError("no part is named " + name + "; the parts are "
                    + all.stream().map(Part::name).collect(Collectors.joining(", ")));
            }
        }
        return all.stream().filter(part -> names.isEmpty() || names.contains(part.name())).toList();
    }

    private int soak() throws IOException, InterruptedException {
        if (!Run.EVERY_LANE.contains(lane)) {
            throw new UsageError("unknown lane " + lane + "; the lanes are " + String.join(" ", Run.EVERY_LANE));
        }
        Soak soak = new Soak(parts(), hours, System.out);
        soak.run(seed);
        Run.Result commit = Run.of("git", "-C", Run.ROOT.toString(), "rev-parse", "--short=10", "HEAD").run();
        Record record = soak.record(LocalDate.now(ZoneOffset.UTC).toString(), commit.exit() == 0 ? commit.out().strip() : "unknown", lane);
        Files.createDirectories(RESULT.getParent());
        Files.writeString(RESULT, text(record));
        if (keep != null) {
            Files.createDirectories(Page.KEPT);
            Files.writeString(Page.KEPT.resolve(keep + ".json"), text(record));
            Page.write();
        }
        if (soak.failure() != null) {
            System.out.println("\n" + soak.failure());
            return 1;
        }
        return 0;
    }

    private static String text(Record record) throws IOException {
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(record) + "\n";
    }
}
