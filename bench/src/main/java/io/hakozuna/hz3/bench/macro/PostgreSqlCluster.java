package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A database cluster in the run's folder. PostgreSQL refuses to run as root; then its own user owns the folder and runs it. */
final class PostgreSqlCluster {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String SERVER = "postgres";
    private static final String USER = "postgres";

    private final Load.Setting setting;
    private final Path folder;
    private final Path programs = programs();
    private final boolean root = System.getProperty("user.name").equals("root");
    private final Allocator allocator;

    PostgreSqlCluster(Load.Setting setting, Path folder) throws IOException {
        this.setting = setting;
        this.folder = folder;
        allocator = root ? readable(setting.allocator(), folder) : setting.allocator();
        if (root) {
            Files.setOwner(folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
    }

    /** The newest version's programs, or null. */
    static Path programs() {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("pgbench")))
                .filter(bin -> Files.isExecutable(bin.resolve(SERVER)))
                .max(Comparator.comparingInt(bin -> Integer.parseInt(bin.getParent().getFileName().toString()))).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** A copy that the server's user can read, wherever the original lies. */
    private static Allocator readable(Allocator allocator, Path folder) throws IOException {
        if (!allocator.preload()) {
            return allocator;
        }
        Path original = Path.of(allocator.file());
        Path copy = Files.copy(original, folder.resolve(original.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Allocator(allocator.name(), copy.toString(), true, allocator.version());
    }

    Allocator allocator() {
        return allocator;
    }

    void create() {
        run(asServer(List.of(), "initdb", "-D", data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    /** Shared memory lies in the folder, so that nothing stays behind wherever the server is stopped. */
    List<String> serverCommand() {
        List<String> preload = allocator.environment().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        return asServer(preload, SERVER, "-D", data(), "-p", "5432", "-c", "listen_addresses=",
            "-c", "unix_socket_directories=" + folder, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "autovacuum=off",
            "-c", "dynamic_shared_memory_type=mmap");
    }

    Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    boolean answers() {
        List<String> command = List.of(programs.resolve("pg_isready").toString(), "-q", "-h", folder.toString(), "-p", "5432");
        return Program.run(command, environment(), setting.limit()).exit() == 0;
    }

    /** Runs a client as the database's superuser and returns what it printed. */
    String client(String programAndOptions) {
        List<String> command = new ArrayList<>(List.of(programAndOptions.split(" ")));
        command.set(0, programs.resolve(command.getFirst()).toString());
        command.addAll(List.of("-h", folder.toString(), "-p", "5432", "-U", USER, USER));
        return run(command);
    }

    private String run(List<String> command) {
        Program.Output output = Program.run(command, environment(), setting.limit());
        if (output.exit() != 0) {
            String program = command.stream().map(word -> Path.of(word).getFileName().toString())
                .filter(word -> word.equals("initdb") || word.equals("pgbench")).findFirst().orElse(command.getFirst());
            throw new RunFailed(program + ": " + (output.timedOut() ? "out of time" : "exit " + output.exit()
                + output.err().lines().reduce((first, last) -> last).map(line -> ", " + line).orElse("")));
        }
        return output.out();
    }

    private List<String> asServer(List<String> variables, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
        }
        command.addAll(List.of("env", "-C", folder.toString()));
        command.addAll(variables);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
