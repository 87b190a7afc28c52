package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.report.HtmlReport;
import io.hakozuna.hz3.bench.result.JsonFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The subcommand that makes the page with plots anew. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Makes the page with plots from a JSON result.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JSON", description = "a result of the bench")
    private Path json;

    @Parameters(index = "1", paramLabel = "HTML", description = "the page to write")
    private Path html;

    @Override
    public Integer call() {
        HtmlReport.write(html, JsonFile.read(json));
        return 0;
    }
}
