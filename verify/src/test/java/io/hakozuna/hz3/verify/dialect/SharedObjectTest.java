package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane's shared object is to the programs it is loaded into: small, self-contained, and nothing but an allocator. */
class SharedObjectTest {
    private static final long LARGEST_FILE = 200 << 10;
    private static final long LARGEST_TLS = 64;

    /** The lanes that are built; the two that every build makes are asked for in any case. */
    static SortedSet<String> lanes() throws IOException {
        SortedSet<String> lanes = new TreeSet<>(List.of("scale", "fast"));
        try (Stream<Path> files = Files.list(Run.ROOT.resolve("lanes"))) {
            files.map(file -> file.getFileName().toString().replace(".lane", ""))
                .filter(lane -> Files.exists(Run.ROOT.resolve("libhakozuna_hz3_" + lane + ".so"))).forEach(lanes::add);
        }
        return lanes;
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void needsOnlyTheCLibrary(String lane) throws Exception {
        SortedSet<String> needed = find("readelf -dW", lane, "\\(NEEDED\\).*\\[(.*)\\]");
        needed.remove("ld-linux-x86-64.so.2");
        assertEquals(new TreeSet<>(List.of("libc.so.6")), needed);
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void exportsTheListedNamesAndNoMore(String lane) throws Exception {
        SortedSet<String> listed = Files.readAllLines(Run.ROOT.resolve("preload/src/main/native/exports.txt")).stream()
            .filter(line -> line.contains("=") && !line.startsWith("#")).map(line -> line.substring(0, line.indexOf('=')).strip())
            .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, find("nm -D --defined-only", lane, "(?m)^\\S+ \\S (\\S+)$"));
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void isSmall(String lane) throws Exception {
        long size = Files.size(Run.library(lane));
        assertTrue(size < LARGEST_FILE, size + " bytes");
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void takesLittleStaticThreadStorage(String lane) throws Exception {
        // Columns: offset, virtual and physical address, size in the file, size in memory.
        for (String size : find("readelf -lW", lane, "(?m)^ *TLS(?: +0x\\S+){4} +0x(\\S+)")) {
            assertTrue(Long.parseLong(size, 16) <= LARGEST_TLS, "0x" + size + " bytes");
        }
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void isLoadedWithoutPatchingItsCode(String lane) throws Exception {
        assertEquals(new TreeSet<>(), find("readelf -dW", lane, "(TEXTREL)"));
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void hasNoJavaRuntimeInIt(String lane) throws Exception {
        SortedSet<String> functions = find("nm", lane, "(?m)^\\S+ [tT] (\\S+)$");
        assertTrue(functions.contains("malloc"), "no functions to look at");
        // TeaVM names a method after the initials of its package: meth_ih... are those of io.hakozuna.
        functions.removeIf(function -> !function.matches("(teavm_|sysinitclass_|supertypeof_|meth_(?!ih)).*"));
        assertEquals(new TreeSet<>(), functions);
    }

    /** What the pattern's group matches in the output of a tool that looks at the lane's shared object. */
    private static SortedSet<String> find(String tool, String lane, String pattern) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool.split(" ")));
        command.add(Run.library(lane).toString());
        return Pattern.compile(pattern).matcher(Run.of(command).run().ok().out()).results()
            .map((MatchResult result) -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
