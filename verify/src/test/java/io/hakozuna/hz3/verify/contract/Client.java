package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A run of a native client with its arguments. It holds under a lane if it ends with 0 and writes nothing but what is expected: an
 * allocator has no business on its programs' standard error. A run is made once a lane, however many tests refer to it. The
 * argument {@code {library}} stands for the file name of the lane's shared object.
 */
record Client(String program, List<String> arguments, String output, Map<String, String> settings) implements Check {
    /** Against hangs only: the slowest client needs some seconds. */
    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final Map<String, Run.Result> RESULTS = new ConcurrentHashMap<>();

    static Client of(String program, String... arguments) {
        return new Client(program, List.of(arguments), "", Map.of());
    }

    /** The client must write this to standard output. */
    Client writing(String expected) {
        return new Client(program, arguments, expected, settings);
    }

    /** The same with a setting in the environment. */
    Client with(String name, String value) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(name, value);
        return new Client(program, arguments, output, all);
    }

    @Override
    public String name() {
        StringBuilder name = new StringBuilder();
        settings.forEach((setting, value) -> name.append(setting).append('=').append(value).append(' '));
        return name + String.join(" ", program, String.join(" ", arguments));
    }

    @Override
    public void under(String lane) throws Exception {
        assumeFalse(lane.equals("hardened") && program.equals("foreign"), "the hardened lane stops at blocks of another allocator");
        judge(lane, result(lane));
    }

    /** Throws an {@link AssertionError} if a run of this client under an allocator was not as it must be. */
    void judge(String allocator, Run.Result result) {
        if (result.timedOut() || result.exit() != 0) {
            throw new AssertionError("under " + allocator + ": " + result.describe());
        }
        if (!result.err().isEmpty()) {
            throw new AssertionError("under " + allocator + ": standard error is not silent: " + result.describe());
        }
        if (!result.out().equals(output)) {
            throw new AssertionError("under " + allocator + ": standard output should be \"" + output + "\": " + result.describe());
        }
    }

    private Run.Result result(String lane) throws Exception {
        String key = name() + " under " + lane;
        Run.Result known = RESULTS.get(key);
        if (known == null) {
            known = Lanes.preload(run(lane), lane).run();
            RESULTS.put(key, known);
        }
        return known;
    }

    /** The run without a preload. */
    Run run(String lane) {
        List<String> command = new ArrayList<>();
        command.add(NativeBuild.program(program).toString());
        String library = Lanes.library(lane).getFileName().toString();
        arguments.forEach(argument -> command.add(argument.replace("{library}", library)));
        Run run = Run.of(command).within(BOUND);
        settings.forEach(run::with);
        return run;
    }
}
