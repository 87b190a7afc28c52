package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hakozuna.hz3.verify.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that has more rights than its caller, and the lane linked in, since it would not be preloaded: the environment is the caller's. */
class SetuidTest {
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @Test
    void theEnvironmentOfAProgramWithMoreRightsIsNotObeyed() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a program more rights than its caller has");
        Path program = directory.resolve("program");
        Path library = Files.copy(Run.library("scale"), directory.resolve("library.so"));
        Path source = Files.writeString(directory.resolve("program.c"), "#include <stdlib.h>\nint main(void) { free(malloc(100)); return 0; }\n");
        Run.of("gcc", "-O0", "-o", program.toString(), source.toString(), "-Wl,--no-as-needed", library.toString()).run().ok();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(runByNobody(program).err().startsWith("[HZ3_"), "no statistics for a program like others");
        // Not by Java, whose permissions have no such bit.
        Run.of("chmod", "4755", program.toString()).run().ok();
        assertEquals("", runByNobody(program).err());
    }

    private static Run.Result runByNobody(Path program) throws Exception {
        return Run.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", program.toString()).with("HZ3_STATS", "1").run()
            .ok();
    }
}
