package io.hakozuna.hz3.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Programs that are linked with a lane's C, into {@code verify/target/tools}, for tools that must see both: the sanitizers and the fuzzer.
 * A product that is newer than all it is made of is used as it is.
 */
public final class ToolBuild {
    private static final Path PRODUCTS = Run.ROOT.resolve("verify/target/tools");
    private static final List<Path> MADE_OF = Stream.of("preload/target/c/all.c", "preload/src/main/native", "lanes",
        "verify/src/fuzz/native", "verify/src/test/native", "verify/src/main/java/io/hakozuna/hz3/verify", "scripts/build_program.sh")
        .map(Run.ROOT::resolve).toList();
    private static final Map<Path, Path> BUILT = new ConcurrentHashMap<>();

    private ToolBuild() {
    }

    /** The program of a source file, named for the tool whose options these are. */
    public static Path program(String tool, String lane, Path source, String compiler, String... options) {
        String client = source.getFileName().toString().replace(".c", "");
        return BUILT.computeIfAbsent(PRODUCTS.resolve(String.join("-", client, tool, lane)),
            product -> build(product, lane, source, compiler, options));
    }

    private static Path build(Path product, String lane, Path source, String compiler, String... options) {
        List<String> command = new ArrayList<>(List.of("scripts/build_program.sh", lane, product.toString(), source.toString()));
        command.addAll(List.of(options));
        return Product.make(product, MADE_OF, Run.of(command).with("CC", compiler).within(Duration.ofMinutes(9)));
    }
}
