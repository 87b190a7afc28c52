package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.knobs.LaneValues;
import io.hakozuna.hz3.simulation.Caches;
import io.hakozuna.hz3.simulation.Choices;
import io.hakozuna.hz3.simulation.Options;
import io.hakozuna.hz3.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the lanes do for each other's blocks, counted. */
class LaneCountsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FILE = ROOT.resolve("docs/results/lane_counts.csv");
    private static final String HEAD = "case,threads,lane,accesses,atomics,waits,taken,lead,message,group,mib";
    /** Those that a program is run with for speed. */
    private static final List<String> LANES = List.of("scale", "fast", "scale_r50", "scale_r50_s97_1", "scale_r50_s97_8", "scale_r90",
        "scale_r90_pf2", "scale_r90_pf2_s97_2", "scale_r90_pf2_s97_8_t8", "scale_tolerant");

    private record Case(String name, int threads, int remotePercent, int smallest, int largest) {
    }

    private static final List<Case> CASES = Stream.of(2, 8, 16, 31).flatMap(threads -> Stream.of(
        new Case("r50", threads, 50, 16, 2048), new Case("r90", threads, 90, 16, 2048), new Case("few_r90", threads, 90, 49, 112)))
        .toList();

    @Test
    void theCountsInDocsAreThoseOfTheLanes() throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (Case which : CASES) {
            for (String lane : LANES) {
                lines.add(count(which, lane));
            }
        }
        if (Boolean.getBoolean("hz3.counts.write")) {
            Files.write(FILE, lines);
        }
        assertEquals(String.join("\n", lines), String.join("\n", Files.readAllLines(FILE)),
            FILE + " is stale; make it anew, and docs/LANES.md, with: make lane_counts");
    }

    private static String count(Case which, String lane) {
        Caches caches = Caches.empty();
        Options options = new Options().withThreadExit(Lifecycle::threadExit).withMostSteps(Long.MAX_VALUE).withCaches(caches);
        for (Map.Entry<Knob, Long> value : LaneValues.of(ROOT.resolve("lanes"), lane).entrySet()) {
            options.with(value.getKey(), value.getValue());
        }
        options.with(Knob.STATISTICS, 1);
        Relay relay = new Relay(which.threads, which.remotePercent, which.smallest, which.largest, caches);
        Simulation.run(options, Choices.straightOn(), relay::run);
        Caches.Counts counts = caches.counts();
        double operations = relay.operations();
        return String.format(Locale.ROOT, "%s,%d,%s,%.1f,%.4f,%.3f,%.2f,%.0f,%.0f,%.1f,%.1f", which.name, which.threads, lane,
            counts.accesses() / operations, counts.atomics() / operations, counts.waits() / operations, counts.taken() / operations,
            counts.lead(), (double) relay.remoteFrees() / relay.handovers(),
            relay.groups() == 0 ? 0 : (double) relay.remoteFrees() / relay.groups(), relay.mostInUse() / 1048576.0);
    }
}
