package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.load.Rows;
import io.hakozuna.hz3.bench.macro.Macros;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.trace.Replays;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which rows are measured. */
final class RowOptions {
    @Option(names = "--row", split = ",", paramLabel = "NAME",
        description = "rows to measure; mt16_r90 and mt* work too; all by default (see --list)")
    private List<String> rows = List.of();

    @Option(names = "--group", split = ",", paramLabel = "NAME",
        description = "only rows of these groups: ${COMPLETION-CANDIDATES}; those of SOAK, minutes a run, are left out otherwise")
    private List<Group> groups = List.of();

    @Option(names = "--threads", split = ",", paramLabel = "N", description = "numbers of threads for the rows that can have any")
    private List<Integer> threads = List.of();

    @Option(names = "--trace", split = ",", paramLabel = "FILE",
        description = "replay these traces of ./hz3 trace record too, each as a row beside the others")
    private List<Path> traces = List.of();

    @Option(names = "--quick", description = "the main rows with a tenth of the work, within two minutes")
    private boolean quick;

    boolean quick() {
        return quick;
    }

    Replays replays() {
        return Replays.of(traces);
    }

    List<Row> chosen(Replays replays) {
        if (threads.stream().anyMatch(count -> count < 1 || count > 1024)) {
            throw new UsageError("--threads must be from 1 to 1024");
        }
        Rows matrix = new Rows(Macros.rows());
        List<Row> named = !rows.isEmpty() ? matrix.named(rows, threads)
            : quick ? matrix.quick() : groups.isEmpty() ? matrix.matrix(threads) : matrix.all(threads);
        List<Row> chosen = Stream.concat(named.stream().filter(row -> groups.isEmpty() || groups.contains(row.group())),
            replays.rows().stream()).toList();
        if (chosen.isEmpty()) {
            throw new UsageError("no row is left by --row, --group and --quick together");
        }
        return chosen;
    }

    /** The rows that an earlier run had chosen. */
    static List<Row> again(List<String> names, Replays replays) {
        return new Rows(Stream.concat(Macros.rows().stream(), replays.rows().stream()).toList()).named(names, List.of());
    }
}
