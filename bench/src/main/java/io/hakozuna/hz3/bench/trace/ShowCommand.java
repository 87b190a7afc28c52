package io.hakozuna.hz3.bench.trace;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/** The subcommand that describes a trace. */
@Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Tells what a recorded program asks of its allocator: calls, sizes, lifetimes, live bytes.")
public final class ShowCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "a trace that ./hz3 trace record made")
    private Path file;

    @Option(names = "--json", description = "the same as JSON")
    private boolean json;

    @Override
    public Integer call() {
        TraceProfile profile = TraceProfile.of(file);
        if (json) {
            System.out.println(JSON.std.asString(profile));
        } else {
            ProfileText.lines(profile).forEach(System.out::println);
        }
        return 0;
    }
}
