package io.hakozuna.hz3.verify.soak;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Runs of one native client: the argument {@code SEED} stands for a number that is another one each time. */
record Clients(Workshop workshop, String name, String what, Map<String, Long> countsOfARun, String program, String... arguments)
    implements Part {
    @Override
    public Round round(long seed, int size) throws IOException, InterruptedException {
        for (int i = 0; i < size; i++) {
            String number = Long.toString(seed * 1000 + i);
            String[] these = arguments.clone();
            for (int a = 0; a < these.length; a++) {
                these[a] = these[a].equals("SEED") ? number : these[a];
            }
            Run.Result result = workshop.client(program, these).run();
            if (!Workshop.isFine(result)) {
                return workshop.failedOnLane(result);
            }
        }
        Map<String, Long> counts = new TreeMap<>();
        countsOfARun.forEach((what, count) -> counts.put(what, count * size));
        return new Round(counts, null);
    }
}
