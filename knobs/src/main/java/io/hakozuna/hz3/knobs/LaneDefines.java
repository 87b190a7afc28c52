package io.hakozuna.hz3.knobs;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The build's view of the knobs and lanes, a program: {@code [--lanes FOLDER] COMMAND}. Ends with 0, with 1 for a stale index, or with
 * 2 and one line on standard error that says what is wrong and how to mend it.
 */
public final class LaneDefines {
    private static final String USAGE =
        "usage: [--lanes FOLDER] defines LANE [-DHZ3_X=1 ...] | list | header FILE | index [--check] FILE EFFECTS";

    private final KnobTable table;
    private final Lanes lanes;
    private final PrintStream out;
    private final PrintStream err;

    private LaneDefines(LaneSource source, KnobTable table, PrintStream out, PrintStream err) {
        this.table = table;
        this.lanes = new Lanes(source, table);
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(KnobTable.HZ3, List.of(args), System.out, System.err));
    }

    static int run(KnobTable table, List<String> args, PrintStream out, PrintStream err) {
        boolean folderGiven = args.size() >= 2 && args.get(0).equals("--lanes");
        LaneSource source = folderGiven ? new FolderLanes(Path.of(args.get(1))) : new ClassPathLanes();
        try {
            return new LaneDefines(source, table, out, err).command(folderGiven ? args.subList(2, args.size()) : args);
        } catch (IllegalArgumentException e) {
            err.println("hz3: " + e.getMessage());
        } catch (UncheckedIOException e) {
            err.println("hz3: cannot read or write " + e.getCause().getMessage());
        }
        return 2;
    }

    private int command(List<String> words) {
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        if (command.equals("defines") && !rest.isEmpty()) {
            out.println(defines(rest.getFirst(), rest.subList(1, rest.size())));
        } else if (command.equals("list") && rest.isEmpty()) {
            list();
        } else if (command.equals("header") && rest.size() == 1) {
            write(rest.getFirst(), CHeader.of(table));
        } else if (command.equals("index") && rest.size() == 2) {
            write(rest.getFirst(), index(rest.getLast()));
        } else if (command.equals("index") && rest.size() == 3 && rest.getFirst().equals("--check")) {
            return checkIndex(rest.get(1), rest.get(2));
        } else {
            throw new IllegalArgumentException(USAGE);
        }
        return 0;
    }

    /** Every knob that differs from its default, as compiler definitions. */
    private String defines(String lane, List<String> definitions) {
        List<Setting> extra = new ArrayList<>();
        definitions.stream().flatMap(word -> Arrays.stream(word.strip().split("\\s+"))).filter(word -> !word.isEmpty())
            .forEach(word -> extra.add(definition(word)));
        return lanes.values(lane, extra).entrySet().stream()
            .filter(entry -> entry.getValue() != entry.getKey().standard())
            .map(entry -> "-D" + entry.getKey().name() + "=" + entry.getValue()).collect(Collectors.joining(" "));
    }

    /** Reads {@code -DHZ3_X=1}; without a value it is 1, as for the compiler. */
    private static Setting definition(String word) {
        if (!word.startsWith("-DHZ3_")) {
            throw new IllegalArgumentException("'" + word
                + "' defines no knob; write -DHZ3_NAME=VALUE, and give other compiler options in HZ3_CFLAGS_EXTRA");
        }
        String[] sides = word.substring("-D".length()).split("=", 2);
        return new Setting(sides[0], sides.length == 2 ? sides[1] : "1", word);
    }

    private void list() {
        int width = lanes.names().stream().mapToInt(String::length).max().orElse(0);
        for (String name : lanes.names()) {
            Lane lane = lanes.lane(name);
            out.println(name + " ".repeat(width - name.length() + 2) + lane.purpose());
            lane.parent().ifPresent(parent -> out.println(" ".repeat(width + 2) + "as " + parent + ", but " + lane.settings().stream()
                .map(setting -> setting.knob() + "=" + setting.text()).collect(Collectors.joining(" "))));
        }
    }

    private String index(String effects) {
        return FlagsIndex.of(table, lanes, read(effects).lines().toList());
    }

    private int checkIndex(String file, String effects) {
        if (Files.exists(Path.of(file)) && read(file).equals(index(effects))) {
            return 0;
        }
        err.println("hz3: " + file + " is not what the knobs and lanes say now; make it anew with: make flags_index");
        return 1;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String file, String text) {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
