package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.report.ReadmeTable;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The subcommand that brings the tables of a markdown file up to date. */
@Command(name = "readme", mixinStandardHelpOptions = true,
    description = "Fills the block between the marks bench:begin and bench:end of a markdown file from a JSON result.")
final class ReadmeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JSON", description = "a file written with --json")
    private Path json;

    @Parameters(index = "1", paramLabel = "MARKDOWN", description = "the file to fill")
    private Path markdown;

    @Override
    public Integer call() {
        ReadmeTable.fill(markdown, JsonFile.read(json));
        return 0;
    }
}
