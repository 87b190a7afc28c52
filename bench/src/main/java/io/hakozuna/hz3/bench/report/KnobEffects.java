package io.hakozuna.hz3.bench.report;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.result.BenchResult;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.result.RowResult;
import io.hakozuna.hz3.bench.result.Sample;
import io.hakozuna.hz3.bench.result.Summary;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/**
 * What each knob does, from a result in which {@code scale} is the subject and builds with one definition over it are the peers, labelled
 * by that definition: instructions an operation, which repeat with one thread and nearly so with more, and peak resident sizes, where all
 * of the build's runs lie on one side of all of the subject's. Throughput is left out: it would need more rounds than there is time for so
 * many builds.
 */
public final class KnobEffects {
    /** Smaller changes are not worth a word. */
    private static final double INSTRUCTIONS = 0.03;
    private static final double INSTRUCTIONS_OF_THREADS = 0.25;
    private static final double RESIDENT = 0.1;
    private static final double RESIDENT_KIB = 1024;

    private KnobEffects() {
    }

    /** A line {@code HZ3_X=VALUE effect} for each build, with a tab between. */
    public static String of(BenchResult result) {
        StringBuilder lines = new StringBuilder();
        for (Allocator build : result.allocators().subList(1, result.allocators().size())) {
            List<String> effects = new ArrayList<>();
            result.rows().stream().filter(row -> row.skipped() == null).forEach(row -> effects.addAll(effects(row, build.name())));
            lines.append(build.name()).append('\t').append(effects.isEmpty() ? "the same on " + rows(result) : String.join("; ", effects)).append('\n');
        }
        return lines.toString();
    }

    private static String rows(BenchResult result) {
        return String.join(", ", result.rows().stream().map(RowResult::name).toList());
    }

    private static List<String> effects(RowResult row, String build) {
        List<String> effects = new ArrayList<>();
        Summary subject = row.summaries().getFirst();
        double least = row.group().equals(Group.THREADS.label()) ? INSTRUCTIONS_OF_THREADS : INSTRUCTIONS;
        Optional<OperationCount> before = count(row, subject.allocator());
        Optional<OperationCount> after = count(row, build);
        if (before.isPresent() && after.isPresent() && differs(before.get().instructions(), after.get().instructions(), least)) {
            effects.add(row.name() + " " + number(before.get().instructions()) + " to " + number(after.get().instructions()) + " instructions");
        }
        double peakBefore = subject.peakRssKib();
        double peakAfter = row.summaries().stream().filter(summary -> summary.allocator().equals(build)).mapToDouble(Summary::peakRssKib).sum();
        if (areApart(peaks(row, subject.allocator()), peaks(row, build))
            && differs(peakBefore, peakAfter, RESIDENT) && Math.abs(peakAfter - peakBefore) >= RESIDENT_KIB) {
            effects.add(row.name() + " " + ResultTable.mib(peakBefore) + " to " + ResultTable.mib(peakAfter) + " MiB at the peak");
        }
        return effects;
    }

    private static LongSummaryStatistics peaks(RowResult row, String allocator) {
        return row.samples().stream().filter(sample -> sample.problem() == null && sample.allocator().equals(allocator))
            .mapToLong(Sample::peakRssKib).summaryStatistics();
    }

    private static boolean areApart(LongSummaryStatistics some, LongSummaryStatistics others) {
        return some.getMax() < others.getMin() || some.getMin() > others.getMax();
    }

    private static Optional<OperationCount> count(RowResult row, String allocator) {
        return row.counts().stream().filter(count -> count.problem() == null && count.allocator().equals(allocator)).findFirst();
    }

    private static boolean differs(double before, double after, double share) {
        return Math.abs(after - before) > share * before;
    }

    private static String number(double instructions) {
        return ResultTable.number("%.1f", instructions);
    }
}
