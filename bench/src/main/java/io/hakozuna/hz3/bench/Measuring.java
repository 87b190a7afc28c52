package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.count.OperationCounter;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.process.HeldEnd;
import io.hakozuna.hz3.bench.process.Interrupted;
import io.hakozuna.hz3.bench.process.UsageError;
import io.hakozuna.hz3.bench.report.CountTable;
import io.hakozuna.hz3.bench.report.HtmlReport;
import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.run.Session;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Measures rows, from the head of the table to the report. Interrupted, it leaves result and report of what was measured. */
final class Measuring {
    static final Duration NO_BUDGET = Duration.ofDays(30);
    private static final int INTERRUPTED = 130;

    private final Workspace workspace;
    private final ResultFiles files;
    private BenchResult latest;

    Measuring(Workspace workspace, ResultFiles files) {
        this.workspace = workspace;
        this.files = files;
    }

    /** Returns the command's exit code. No row begins after the budget is spent. */
    int run(List<Row> rows, BenchResult start, Duration budget) {
        save(start);
        try (HeldEnd held = new HeldEnd()) {
            return measureOrTell(rows, start, budget);
        }
    }

    private int measureOrTell(List<Row> rows, BenchResult start, Duration budget) {
        try {
            return measure(rows, start, budget);
        } catch (Interrupted e) {
            HtmlReport.write(files.html(), latest);
            System.err.println("bench: interrupted" + whatIsLeft());
            return INTERRUPTED;
        } catch (UsageError e) {
            throw new UsageError(e.getMessage() + whatIsLeft());
        }
    }

    private int measure(List<Row> rows, BenchResult start, Duration budget) {
        ResultTable table = new ResultTable(start, rows.stream().map(Row::name).toList());
        table.head().forEach(System.out::println);
        Session session = new Session(workspace.workloads(), this::save, row -> table.lines(row).forEach(System.out::println));
        Session.Outcome outcome = session.run(rows, start, budget);
        BenchResult result = outcome.result();
        if (start.plan().counts()) {
            result = session.count(rows, result, new OperationCounter(workspace.workloads(), workspace.root()));
            CountTable.lines(result).forEach(System.out::println);
        }
        save(outcome.left().isEmpty() ? result.finish() : result);
        HtmlReport.write(files.html(), latest);
        if (!outcome.left().isEmpty()) {
            System.out.println("not measured, for the time was up: " + String.join(", ", outcome.left()) + "; " + files.resumeCommand()
                + " goes on");
        }
        System.out.printf(Locale.ROOT, "%nresult: %s%nreport: %s%n", files.json(), files.html());
        return latest.rows().stream().anyMatch(RowResult::anyFailed) ? 1 : 0;
    }

    private String whatIsLeft() {
        return "; " + files.json() + " holds what was measured; " + files.resumeCommand() + " goes on";
    }

    private void save(BenchResult result) {
        latest = result;
        files.save(result);
    }
}
