package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A load that runs a real program in a private folder. Whatever goes wrong with the program becomes the measurement's problem. */
abstract class RealProgram implements Load {
    private static final int QUICK = 10;

    private final List<String> programs;

    /** A load that needs these programs, each a name on the search path or an absolute path. */
    RealProgram(String... programs) {
        this.programs = List.of(programs);
    }

    @Override
    public String missing() {
        return programs.stream().filter(program -> !isThere(program)).findFirst().orElse(null);
    }

    @Override
    public final Measurement run(Setting setting) {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            return measureOrTell(setting, folder.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Measurement measureOrTell(Setting setting, Path folder) {
        try {
            return measure(setting, folder);
        } catch (RunFailed e) {
            return failed(e.getMessage());
        } catch (IOException e) {
            return failed(e.toString());
        }
    }

    /** While the folder is still there: what filled the disk may be in it. */
    private static Measurement failed(String reason) {
        Program.requireOwnFault();
        return Measurement.failed(reason);
    }

    abstract Measurement measure(Setting setting, Path folder) throws IOException;

    static int amount(int work, boolean quick) {
        return quick ? work / QUICK : work;
    }

    /** Puts a file that lies beside this class into the folder. */
    static Path resource(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = RealProgram.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private static boolean isThere(String program) {
        return program.startsWith("/") ? Files.isExecutable(Path.of(program)) : Program.isInstalled(program);
    }
}
