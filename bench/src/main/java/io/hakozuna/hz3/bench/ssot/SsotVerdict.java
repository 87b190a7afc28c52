package io.hakozuna.hz3.bench.ssot;

import io.hakozuna.hz3.bench.report.ResultTable;
import io.hakozuna.hz3.bench.result.Paired;
import io.hakozuna.hz3.bench.run.Abba;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a build should replace its base. mixed and dist_app decide: GO if one of them wins at least 1 %, distinguishable from
 * chance, and no deciding case loses more than 1 %, no other more than 2 %. A loss counts only if it is distinguishable too.
 *
 * @param go   GO or NO-GO
 * @param text the verdict with its reason, one line
 */
record SsotVerdict(boolean go, String text) {
    private static final List<String> DECIDING = List.of("mixed", "dist_app");
    private static final double WIN = 1.01;
    private static final double DECIDING_LOSS = 0.99;
    private static final double OTHER_LOSS = 0.98;
    /** A larger peak than this is named in the verdict. */
    private static final double MEMORY = 1.02;

    static SsotVerdict of(Map<String, Abba.Outcome> outcomes) {
        String unmeasured = names(outcomes, outcome -> outcome.ratio().pairs() < 3);
        if (!unmeasured.isEmpty()) {
            return new SsotVerdict(false, "NO-GO: too few valid pairs on " + unmeasured);
        }
        String lost = outcomes.entrySet().stream()
            .filter(entry -> entry.getValue().ratio().verdict() == Paired.Verdict.SLOWER
                && entry.getValue().ratio().median() < (DECIDING.contains(entry.getKey()) ? DECIDING_LOSS : OTHER_LOSS))
            .map(entry -> entry.getKey() + percent(entry.getValue().ratio().median())).collect(Collectors.joining(", "));
        if (!lost.isEmpty()) {
            return new SsotVerdict(false, "NO-GO: slower on " + lost);
        }
        String won = outcomes.entrySet().stream()
            .filter(entry -> DECIDING.contains(entry.getKey()) && entry.getValue().ratio().median() >= WIN
                && entry.getValue().ratio().verdict() == Paired.Verdict.FASTER)
            .map(entry -> entry.getKey() + percent(entry.getValue().ratio().median())).collect(Collectors.joining(", "));
        if (won.isEmpty()) {
            return new SsotVerdict(false, "NO-GO: even; neither mixed nor dist_app wins 1 %");
        }
        String memory = outcomes.entrySet().stream().filter(entry -> entry.getValue().peak() > MEMORY)
            .map(entry -> entry.getKey() + percent(entry.getValue().peak())).collect(Collectors.joining(", "));
        return new SsotVerdict(true, "GO: faster on " + won + (memory.isEmpty() ? "" : "; it costs memory: peak on " + memory));
    }

    private static String names(Map<String, Abba.Outcome> outcomes, Predicate<Abba.Outcome> chosen) {
        return outcomes.entrySet().stream().filter(entry -> chosen.test(entry.getValue())).map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    }

    private static String percent(double ratio) {
        return ResultTable.number(" %+.1f %%", (ratio - 1) * 100);
    }
}
