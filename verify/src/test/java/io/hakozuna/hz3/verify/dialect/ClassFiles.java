package io.hakozuna.hz3.verify.dialect;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of a module. */
final class ClassFiles {
    private ClassFiles() {
    }

    /** The class files of a package and those below it, in a module's target/classes. */
    static List<Path> of(String module, String packageName) throws IOException {
        Path folder = Run.ROOT.resolve(module).resolve("target/classes").resolve(packageName.replace('.', '/'));
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(folder + " is missing; compile it with: scripts/mvn.sh -pl " + module + " -am compile");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        }
    }
}
