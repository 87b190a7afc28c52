package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the page shows beside the result itself, so that its scripts judge nothing.
 *
 * @param groups    every group in the order of the report
 * @param verdicts  by row and peer, what the ratio says of the subject; without peers that have no ratio
 * @param uncounted runs that do not count, and why
 * @param overview  the main rows together
 */
record ReportView(List<Heading> groups, Map<String, Map<String, String>> verdicts, List<Uncounted> uncounted,
                  Overview overview) {
    record Heading(String label, String title) {
    }

    static ReportView of(BenchResult result) {
        List<Heading> groups = Arrays.stream(Group.values()).map(group -> new Heading(group.label(), group.title())).toList();
        Map<String, Map<String, String>> verdicts = new LinkedHashMap<>();
        result.rows().forEach(row -> verdicts.put(row.name(), verdicts(row)));
        return new ReportView(groups, verdicts, Uncounted.of(result, result.rows()), Overview.of(result));
    }

    private static Map<String, String> verdicts(RowResult row) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Summary summary : row.summaries()) {
            if (summary.ratio() != null && summary.ratio().pairs() > 0) {
                verdicts.put(summary.allocator(), summary.ratio().verdict().name().toLowerCase(Locale.ROOT));
            }
        }
        return verdicts;
    }
}
