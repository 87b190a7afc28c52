package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.load.Group;
import io.hakozuna.hz3.bench.load.NativeLoad;
import io.hakozuna.hz3.bench.load.Row;
import io.hakozuna.hz3.bench.load.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cases: small, medium, mixed and dist_app decide; what exaggerates remote frees or threads is secondary. */
final class SsotCases {
    private static final int[] REMOTE_PERCENT = {50, 90};

    private SsotCases() {
    }

    static List<Row> of(long iterations, int slots, Path bin, List<String> extra, List<Integer> flood, String floodArguments,
                        Duration floodLimit) {
        List<Row> cases = new ArrayList<>();
        cases.add(range("small", 16, 2048, iterations, slots, bin, extra));
        cases.add(range("medium", 4096, 32768, iterations, slots, bin, extra));
        cases.add(range("mixed", 16, 32768, iterations, slots, bin, extra));
        cases.add(Row.of("dist_app", Group.SSOT, "80 % 16..256, 15 % 257..2048, 5 % 2049..32768",
            new NativeLoad(Workload.RANDOM_MIXED, 1, iterations, "{work} " + slots + " 16 32768 0x12345678 app")));
        for (int percent : REMOTE_PERCENT) {
            cases.add(Row.of("mt2_r" + percent, Group.THREADS, percent + " % of the blocks are freed by the next thread",
                new NativeLoad(Workload.MT_REMOTE, 2, iterations / 2, "{threads} {share} " + slots + " 16 2048 " + percent)).asSecondary());
        }
        for (int threads : flood) {
            cases.add(Row.of("flood" + threads, Group.THREADS, threads + " threads that allocate and free without end",
                new TimedLoad(new NativeLoad(Workload.FLOOD, threads, 1, "{threads} " + floodArguments), floodLimit)).asSecondary());
        }
        return cases;
    }

    private static Row range(String name, int min, int max, long iterations, int slots, Path bin, List<String> extra) {
        String arguments = Stream.concat(Stream.of("{work} " + slots + " " + min + " " + max), extra.stream()).collect(Collectors.joining(" "));
        NativeLoad own = new NativeLoad(Workload.RANDOM_MIXED, 1, iterations, arguments);
        return Row.of(name, Group.SSOT, min + ".." + max + " bytes", bin == null ? own : new BinLoad(bin, own.arguments(iterations)));
    }
}
