package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.LanePage;
import io.hakozuna.hz3.bench.report.LaneTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand that writes the page on the lanes. */
@Command(name = "lanes", mixinStandardHelpOptions = true,
    description = "Writes docs/LANES.md and README's table of lanes from the lane files and the JSON result of a run with the lane scale as"
        + " subject and lanes as peers.")
final class LanesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JSON", description = "a file written with --json")
    private Path json;

    @Option(names = "--check", description = "only say whether the page is what the files and the result say now")
    private boolean check;

    @Override
    public Integer call() {
        Path root = Workspace.repository();
        Path page = root.resolve("docs/LANES.md");
        BenchResult result = JsonFile.read(json);
        String text = LanePage.of(root, result);
        try {
            if (!check) {
                Files.writeString(page, text);
                LaneTable.fill(root, root.resolve("README.md"), result);
            } else if (!Files.exists(page) || !Files.readString(page).equals(text)) {
                throw new UsageError(page + " is stale; make it anew with: ./hz3 bench lanes " + json);
            }
        } catch (IOException e) {
            throw new UsageError("cannot read or write " + page);
        }
        return 0;
    }
}
