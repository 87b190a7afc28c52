package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.List;

/**
 * The main rows together: neither points of curves, of which each would count as often as it has points, nor secondary rows.
 *
 * @param rows      how many they are
 * @param compared  on how many of them every allocator of {@code standings} with a speed has valid runs
 * @param contests  the subject against each peer
 * @param standings every allocator beside the best of each row
 */
record Overview(int rows, int compared, List<Contest> contests, List<Standing> standings) {
    static Overview of(BenchResult result) {
        List<RowResult> rows = result.rows().stream().filter(ReadmeTable::isMain).toList();
        List<String> names = result.allocators().stream().map(Allocator::name).toList();
        List<String> usual = names.stream().filter(name -> 2 * valid(rows, name).size() > rows.size()).toList();
        List<RowResult> common = rows.stream().filter(row -> usual.stream().allMatch(name -> find(row, name) != null)).toList();
        return new Overview(rows.size(), common.size(),
            names.stream().skip(1).map(peer -> Contest.of(rows, peer)).toList(),
            names.stream().map(name -> Standing.of(rows, usual.contains(name) ? common : List.of(), name)).toList());
    }

    /** The rows on which the allocator has a valid run. */
    static List<RowResult> valid(List<RowResult> rows, String allocator) {
        return rows.stream().filter(row -> find(row, allocator) != null).toList();
    }

    /** What the allocator did on the row, or null if no run of it counts. */
    static Summary find(RowResult row, String allocator) {
        return row.summaries().stream().filter(summary -> summary.allocator().equals(allocator) && summary.runs() > 0)
            .findFirst().orElse(null);
    }
}
