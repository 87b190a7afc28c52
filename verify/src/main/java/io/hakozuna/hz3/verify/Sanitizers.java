package io.hakozuna.hz3.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The model as a program with a lane's C and a sanitizer of the compiler. */
public final class Sanitizers {
    private static final Path MODEL = Run.ROOT.resolve("verify/src/test/native/model.c");
    private static final Path RACES = Run.ROOT.resolve("verify/src/fuzz/native/races.c");
    private static final Path MEANT = Run.ROOT.resolve("verify/src/fuzz/native/races.txt");
    private static final String WRAPPED = Stream.of("load", "store", "exchange", "compare_exchange_strong", "fetch_add")
        .map(access -> ",--wrap=__tsan_atomic32_" + access + ",--wrap=__tsan_atomic64_" + access)
        .collect(Collectors.joining("", "-Wl", ""));
    private static final Duration BOUND = Duration.ofMinutes(20);

    private Sanitizers() {
    }

    /**
     * Several threads under ThreadSanitizer, which knows the orderings of all atomic accesses: it reports each pair of accesses that no
     * ordering keeps apart, in the allocator's memory as well as in a block that one thread has freed and another got. Heaps of sleeping
     * threads are left alone: whoever looks whether one has rested races with its owner on purpose, and where the stack of that look is
     * lost, no line of those that are meant applies.
     */
    public static Run races(String lane, String... arguments) {
        Path program = ToolBuild.program("threads", lane, RACES, "gcc", "-O1", "-fsanitize=thread", "-DHZ3_TAKE_IDLE_HEAPS=0", WRAPPED);
        return run(program, arguments).with("TSAN_OPTIONS", "suppressions=" + MEANT + " history_size=7 halt_on_error=1");
    }

    /** Under UndefinedBehaviorSanitizer, whose first report ends the program. */
    public static Run undefined(String lane, String... arguments) {
        Path program = ToolBuild.program("undefined", lane, MODEL, "gcc", "-O0", "-fsanitize=undefined", "-fno-sanitize-recover=all");
        return run(program, arguments);
    }

    private static Run run(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return Run.of(command).within(BOUND);
    }
}
