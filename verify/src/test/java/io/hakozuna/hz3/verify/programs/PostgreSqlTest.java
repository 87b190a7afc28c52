package io.hakozuna.hz3.verify.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.verify.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PostgreSQL, all its processes on the lane, keeps its books under pgbench: the sums of all balances are those of the history, and
 * they and the answers to queries with joins, sorts, parallel workers and compiled expressions are the same as under glibc.
 */
final class PostgreSqlTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final String LOG_PREFIX = "postgres log: ";
    private static final String CLIENTS = "6";
    private static final String TRANSACTIONS = "500";

    private static final Comparison BOOKS = new Comparison((lane, directory) -> new Cluster(lane, directory).results());

    @EachLane
    void books(String lane) throws Exception {
        BOOKS.under(lane);
    }

    /** One database cluster, made, used and dropped on one lane. PostgreSQL refuses to run as root, so it runs as its own user then. */
    private static final class Cluster {
        private final String lane;
        private final Path directory;
        private final Path library;
        private final Path bin;
        private final boolean root = System.getProperty("user.name").equals("root");

        Cluster(String lane, Path directory) throws IOException {
            this.lane = lane;
            this.directory = directory;
            bin = bin();
            library = directory.resolve("lane.so");
            if (!lane.equals("glibc")) {
                Files.copy(Run.library(lane), library);
                Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            if (root) {
                Files.setOwner(directory, directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            }
        }

        String results() throws IOException, InterruptedException {
            StringBuilder results = new StringBuilder();
            Run initdb = asServer("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            results.append(on(initdb).run().ok().printed());
            Run postgres = asServer("postgres", "-D", "data", "-c", "listen_addresses=", "-c", "unix_socket_directories=" + directory,
                "-c", "fsync=off", "-c", "log_line_prefix=" + LOG_PREFIX, "-c", "max_parallel_workers_per_gather=2");
            try (Server server = new Server(on(postgres), directory.resolve("output"))) {
                server.awaitReady(() -> Run.of(bin.resolve("pg_isready").toString(), "-q", "-h", directory.toString()).run().exit() == 0);
                if (!lane.equals("glibc")) {
                    Preload.assertIn(server.handle(), library);
                }
                results.append(client("pgbench", "-i", "-q", "-s", "2").out());
                results.append(transactions("simple")).append(transactions("prepared"));
                String questions = Data.file("books.sql").toString();
                results.append(client("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", questions).printed());
                assertOnlyPostgresLogged(server.stop());
            }
            return results.toString();
        }

        /** pgbench's own transactions, the same ones in every run: their random numbers have a fixed seed. */
        private String transactions(String protocol) throws IOException, InterruptedException {
            String report = client("pgbench", "-n", "-c", CLIENTS, "-j", "2", "-t", TRANSACTIONS, "-M", protocol, "--random-seed=5").out();
            return report.lines().filter(line -> line.startsWith("number of")).collect(Collectors.joining("\n", "", "\n"));
        }

        private Run.Result client(String program, String... arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(bin.resolve(program).toString(), "-h", directory.toString(), "-U", "postgres"));
            command.addAll(List.of(arguments));
            command.add("postgres");
            return on(Run.of(command)).run().ok();
        }

        private Run asServer(String program, String... arguments) {
            List<String> command = new ArrayList<>();
            if (root) {
                command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
            }
            command.add(bin.resolve(program).toString());
            command.addAll(List.of(arguments));
            return Run.of(command);
        }

        private Run on(Run run) {
            Run bounded = run.in(directory).within(Duration.ofSeconds(60)).with("LC_ALL", "C").with("TZ", "UTC");
            return lane.equals("glibc") ? bounded : bounded.under(library);
        }

        private static void assertOnlyPostgresLogged(String log) {
            String foreign = log.lines().filter(line -> !line.startsWith(LOG_PREFIX) && !line.startsWith("\t"))
                .collect(Collectors.joining("\n"));
            assertEquals("", foreign, "lines in the log that are not PostgreSQL's");
        }

        private static Path bin() throws IOException {
            try (Stream<Path> versions = Files.list(PROGRAMS)) {
                Path newest = versions.filter(version -> Files.exists(version.resolve("bin/pgbench")))
                    .max(Comparator.comparing(version -> Integer.parseInt(version.getFileName().toString()))).orElse(null);
                assertTrue(newest != null, "no PostgreSQL under " + PROGRAMS + "; scripts/install_packages.sh installs one");
                return newest.resolve("bin");
            }
        }
    }
}
