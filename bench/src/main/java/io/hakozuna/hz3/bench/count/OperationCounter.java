package io.hakozuna.hz3.bench.count;

import io.hakozuna.hz3.bench.load.NativeLoad;
import io.hakozuna.hz3.bench.load.Workload;
import io.hakozuna.hz3.bench.result.OperationCount;
import io.hakozuna.hz3.bench.setup.Allocator;
import io.hakozuna.hz3.bench.setup.NativeBuild;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts what one operation costs: a program runs with two amounts of work, and the difference of the counts, divided by that of the
 * operations, is free of start-up and warming up. Under callgrind threads take turns, so nobody waits for anybody in the middle.
 */
public final class OperationCounter {
    private static final int FEW = 10_240;
    private static final int MANY = 5 * FEW;
    /** A row under callgrind does this part of its work, which takes about as long as all of it does without. */
    private static final int PART = 200;
    private static final Pattern OPERATIONS = Pattern.compile("^\\[RESULT] ops=(\\d+) ", Pattern.MULTILINE);

    private final NativeBuild workloads;
    private final Callgrind callgrind;

    public OperationCounter(NativeBuild workloads, Path root) {
        this.workloads = workloads;
        callgrind = new Callgrind(root);
    }

    /** Fails where that is missing which counts, before anything has taken its time. */
    public static void requireTools() {
        Callgrind.requireValgrind();
    }

    public OperationCount count(HotPath path, Allocator allocator) {
        return orFailed(allocator, () -> difference(allocator, count(path, allocator, FEW), FEW, count(path, allocator, MANY), MANY));
    }

    /** One operation of a row, on average over all its threads; null for a workload that cannot be counted. */
    public OperationCount count(String row, NativeLoad load, Allocator allocator) {
        return load.workload().countable() ? orFailed(allocator, () -> counted(row, load, allocator)) : null;
    }

    /** What an allocator fails on is its own affair: the others are counted all the same. */
    private static OperationCount orFailed(Allocator allocator, Supplier<OperationCount> count) {
        try {
            return count.get();
        } catch (CountFailed e) {
            return OperationCount.failed(allocator.name(), e.getMessage());
        }
    }

    private OperationCount counted(String row, NativeLoad load, Allocator allocator) {
        long little = Math.max(load.threads(), load.work() / PART);
        Callgrind.Run few = run(row, load, allocator, little);
        Callgrind.Run many = run(row, load, allocator, 3 * little);
        return difference(allocator, few.cost(), operations(few), many.cost(), operations(many));
    }

    private CallgrindProfile.Cost count(HotPath path, Allocator allocator, int operations) {
        return callgrind.run(name(allocator, path.name(), operations), allocator, workloads.program(Workload.PAIR.program()),
            List.of(path.kind(), Integer.toString(operations), Integer.toString(path.size())), path.function(), path.thread()).cost();
    }

    private Callgrind.Run run(String row, NativeLoad load, Allocator allocator, long amount) {
        return callgrind.run(name(allocator, row, amount), allocator, workloads.program(load.workload().program()),
            load.arguments(amount), null, 0);
    }

    private static String name(Allocator allocator, String what, long amount) {
        return (allocator.name() + "-" + what + "-" + amount).toLowerCase(Locale.ROOT);
    }

    private static long operations(Callgrind.Run run) {
        Matcher result = OPERATIONS.matcher(run.out());
        if (!result.find()) {
            throw new CountFailed("fails under valgrind: no result");
        }
        return Long.parseLong(result.group(1));
    }

    private static OperationCount difference(Allocator allocator, CallgrindProfile.Cost few, long fewOperations,
                                             CallgrindProfile.Cost many, long manyOperations) {
        double operations = manyOperations - fewOperations;
        return OperationCount.of(allocator.name(), (many.instructions() - few.instructions()) / operations,
            (many.atomics() - few.atomics()) / operations);
    }
}
