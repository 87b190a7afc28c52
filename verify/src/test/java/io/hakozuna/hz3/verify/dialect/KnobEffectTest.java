package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.fail;

import io.hakozuna.hz3.knobs.Knob;
import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A knob that changes nothing in the code of any lane is a defect: in the C hz3 two lanes were the same but for their names. */
class KnobEffectTest {
    /** The lanes in which a knob may show, those first where most do. */
    private static final List<String> LANES = List.of("scale", "scale_tolerant", "scale_r50_s97_1", "scale_r90_pf2_s97_2",
        "scale_r50_s97_8");

    /** How the lanes are compiled: first hardly optimised, for time; that the compiler takes prefetches for nothing needs the second. */
    private static final List<String> OPTIONS = List.of("-Og", "-O2");

    private static final Map<String, byte[]> WITHOUT = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;

    static Stream<String> knobs() {
        return Knob.all().stream().map(Knob::name);
    }

    @ParameterizedTest
    @MethodSource("knobs")
    @Execution(ExecutionMode.CONCURRENT)
    void changesTheCodeOfALane(String name) throws Exception {
        Knob knob = Knob.all().stream().filter(candidate -> candidate.name().equals(name)).findFirst().orElseThrow();
        for (String options : OPTIONS) {
            for (String lane : LANES) {
                for (long value : knob.extremes()) {
                    if (!Arrays.equals(without(lane, options), build(lane, "-D" + name + "=" + value, options))) {
                        return;
                    }
                }
            }
        }
        fail(name + " changes nothing in the code of " + LANES + " at " + Arrays.toString(knob.extremes()));
    }

    @ParameterizedTest
    @MethodSource("lanesWithParents")
    void aLaneIsNotItsParent(String lane, String parent) throws Exception {
        if (Arrays.equals(Files.readAllBytes(Run.library(lane)), Files.readAllBytes(Run.library(parent)))) {
            fail("lane " + lane + " is the same as its parent " + parent);
        }
    }

    static Stream<Arguments> lanesWithParents() throws Exception {
        try (Stream<Path> files = Files.list(Run.ROOT.resolve("lanes"))) {
            return files.toList().stream().flatMap(file -> parentOf(file).stream()
                .map(parent -> Arguments.of(file.getFileName().toString().replace(".lane", ""), parent)));
        }
    }

    private static Optional<String> parentOf(Path lane) {
        try {
            return Files.readAllLines(lane).stream().filter(line -> line.startsWith("parent")).map(line -> line.split("=")[1].strip()).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] without(String lane, String options) throws Exception {
        byte[] known = WITHOUT.get(lane + options);
        if (known == null) {
            known = build(lane, "", options);
            WITHOUT.put(lane + options, known);
        }
        return known;
    }

    private static byte[] build(String lane, String definition, String options) throws Exception {
        Path output = Files.createTempDirectory(folder, lane).resolve("lane.so");
        Run.of(Run.ROOT.resolve("scripts/build_lane.sh").toString(), lane, output.toString(), definition)
            .with("HZ3_CFLAGS_EXTRA", options).run().ok();
        return Files.readAllBytes(output);
    }
}
