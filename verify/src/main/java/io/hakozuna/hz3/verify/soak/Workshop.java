package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the parts start programs: native clients on the lane, and programs of the core's tests; and how a failing list of calls gets short. */
final class Workshop {
    /** Against hangs only. */
    private static final Duration BOUND = Duration.ofMinutes(20);
    private static final int SHRINKING_SECONDS = 300;
    /** What failed is kept here. */
    private static final Path KEPT = Run.ROOT.resolve("target/verify");
    private static final String CORE = "io.hakozuna.hz3.core.";
    private static final String MUTATION = "io.hakozuna.hz3.mutation.";

    private final String lane;
    private final Map<String, String> settings;

    Workshop(String lane) {
        this(lane, Map.of());
    }

    /** With settings in the environment of every program on the lane. */
    Workshop(String lane, Map<String, String> settings) {
        this.lane = lane;
        this.settings = settings;
    }

    /** A client of {@code verify/src/test/native}. */
    Run client(String program, String... arguments) {
        return onLane(command(NativeBuild.program(program).toString(), arguments));
    }

    /** Any program. */
    Run onLane(List<String> command) {
        Run run = Run.of(command).under(lane).within(BOUND);
        settings.forEach(run::with);
        return run;
    }

    /** A class of the core's tests that has a main method. */
    Run core(String program, String... arguments) {
        return Run.of(coreCommand(program, arguments)).within(BOUND);
    }

    /** A class of the simulated process's tests that has a main method. */
    Run simulated(String program, String... arguments) {
        return simulation(CORE + program, arguments);
    }

    /** The same of the tests that change the core. */
    Run mutation(String program, String... arguments) {
        return simulation(MUTATION + program, arguments);
    }

    private static Run simulation(String program, String... arguments) {
        // As in the module's own tests: simulated threads are virtual ones, of which one runs at a time.
        return Run.of(java(List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            List.of("simulation/target/test-classes", "simulation/target/classes"), program, arguments)).within(BOUND);
    }

    private static List<String> coreCommand(String program, String... arguments) {
        return java(List.of("--enable-native-access=ALL-UNNAMED"),
            List.of("core/target/test-classes", "core/target/classes", "sys-jvm/target/classes", "knobs/target/classes"), CORE + program, arguments);
    }

    private static List<String> java(List<String> options, List<String> classes, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.add("-cp");
        command.add(classes.stream().map(folder -> Run.ROOT.resolve(folder).toString()).collect(Collectors.joining(":")));
        command.add(program);
        Collections.addAll(command, arguments);
        return command;
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        Collections.addAll(command, arguments);
        return command;
    }

    /** Whether a program did all as it must: it ends with 0 and says nothing on standard error. */
    static boolean isFine(Run.Result result) {
        return !result.timedOut() && result.exit() == 0 && result.err().isEmpty();
    }

    /** What failed, and how to see it again. */
    static Round failed(Run.Result result) {
        return Round.failed(result.describe() + "\nagain: " + String.join(" ", result.command()));
    }

    /** The same for a client on the lane. */
    Round failedOnLane(Run.Result result) {
        return Round.failed(result.describe() + "\nagain: " + String.join(" ", preloading()) + " " + String.join(" ", result.command()));
    }

    private List<String> preloading() {
        List<String> command = new ArrayList<>(List.of("env", "LD_PRELOAD=" + Run.library(lane)));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }

    /** The model has found something: makes its list of calls short, keeps it, and says how to make these calls again. */
    Round modelFailed(Run.Result result, List<String> program, boolean onLane, int tries) throws IOException, InterruptedException {
        List<String> arguments = result.command().subList(program.size(), result.command().size());
        List<String> listing = new ArrayList<>(program);
        listing.add("list");
        listing.addAll(arguments);
        List<String> replay = new ArrayList<>(onLane ? preloading() : List.of());
        replay.addAll(program);
        replay.add("replay");
        return callsFailed(result, Run.of(listing).within(BOUND).run().ok().out(), replay, tries);
    }

    /** A program has failed with a list of calls, one a line, and another one can make these calls again: the same for them. */
    Round callsFailed(Run.Result result, String list, List<String> replay, int tries) throws IOException, InterruptedException {
        Files.createDirectories(KEPT);
        Path calls = Files.writeString(KEPT.resolve("calls.txt"), list);
        List<String> shrinking = new ArrayList<>(List.of(calls.toString(), Integer.toString(SHRINKING_SECONDS), Integer.toString(tries)));
        shrinking.addAll(replay);
        shrinking.add("{}");
        String shortest = core("Shrinker", shrinking.toArray(String[]::new)).run().ok().out();
        Path kept = Files.writeString(KEPT.resolve("shortest-calls.txt"), shortest);
        return Round.failed(result.describe() + "\nagain: " + String.join(" ", replay) + " " + kept + ", which is:\n" + shortest);
    }

    List<String> nativeModel() {
        return List.of(NativeBuild.program("model").toString());
    }

    List<String> coreModel() {
        return coreCommand("ModelProgram");
    }
}
