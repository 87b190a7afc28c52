package io.hakozuna.hz3.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The model as a program with a lane's C and a sanitizer of the compiler. */
public final class Sanitizers {
    private static final Path MODEL = Run.ROOT.resolve("verify/src/test/native/model.c");
    private static final Path MEANT = Run.ROOT.resolve("verify/src/fuzz/native/races.txt");
    private static final Duration BOUND = Duration.ofMinutes(20);

    private Sanitizers() {
    }

    /**
     * Several threads under ThreadSanitizer, which knows the orderings of all atomic accesses: it reports each pair of accesses that no
     * ordering keeps apart, in the allocator's memory as well as in a block that one thread has freed and another got. Heaps of sleeping
     * threads are left alone: whoever looks whether one has rested races with its owner on purpose, and where the stack of that look is
     * lost, no line of those that are meant applies.
     *
     * @param weakening options that take an ordering away, or none
     */
    public static Run races(String lane, String name, List<String> weakening, String... arguments) {
        List<String> options = new ArrayList<>(List.of("-O1", "-fsanitize=thread", "-DHZ3_TAKE_IDLE_HEAPS=0"));
        options.addAll(weakening);
        Path program = ToolBuild.program("races" + name, lane, MODEL, "gcc", options.toArray(String[]::new));
        return run(program, arguments).with("TSAN_OPTIONS", "suppressions=" + MEANT + " history_size=7 halt_on_error=1");
    }

    /** Under UndefinedBehaviorSanitizer, whose first report ends the program. */
    public static Run undefined(String lane, String... arguments) {
        Path program = ToolBuild.program("undefined", lane, MODEL, "gcc", "-O1", "-fsanitize=undefined", "-fno-sanitize-recover=all");
        return run(program, arguments);
    }

    private static Run run(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return Run.of(command).within(BOUND);
    }
}
