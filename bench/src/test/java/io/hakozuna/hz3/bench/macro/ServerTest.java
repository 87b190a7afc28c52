package io.hakozuna.hz3.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server fails is told in one line. */
class ServerTest {
    private static final Allocator GLIBC = Allocator.named("glibc");

    @TempDir
    private Path folder;

    private Server server(Duration limit, String script) {
        return new Server(List.of("sh", "-c", script), Map.of(), folder, limit, new Resident());
    }

    @Test
    void oneThatDoesNotStartIsTold() {
        try (Server server = server(Duration.ofSeconds(30), "echo no room >&2; exit 3")) {
            assertEquals("the server did not start: exit 3, no room",
                assertThrows(RunFailed.class, () -> server.awaitReady(() -> false, GLIBC)).getMessage());
        }
    }

    @Test
    void oneThatDiesAtWorkIsTold() throws IOException {
        try (Server server = server(Duration.ofSeconds(30), "sleep 0.5; kill -SEGV $$")) {
            server.awaitReady(ServerTest::runsByNow, GLIBC);
            assertEquals("the server died: signal 11", failure(server));
        }
    }

    @Test
    void oneThatHangsIsKilledAtItsBound() throws IOException {
        try (Server server = server(Duration.ofMillis(500), "exec sleep 60")) {
            server.awaitReady(ServerTest::runsByNow, GLIBC);
            assertEquals("out of time", failure(server));
        }
    }

    @Test
    void oneThatEndsBadlyIsTold() throws IOException {
        try (Server server = server(Duration.ofSeconds(30), "trap 'echo bad heap >&2; exit 5' TERM; while :; do sleep 0.05; done")) {
            server.awaitReady(ServerTest::runsByNow, GLIBC);
            assertEquals("the server did not end well: exit 5, bad heap",
                assertThrows(RunFailed.class, () -> server.finish(1)).getMessage());
        }
    }

    private static boolean runsByNow() {
        Program.pause(Duration.ofMillis(200));
        return true;
    }

    private static String failure(Server server) {
        return assertThrows(RunFailed.class, () -> server.during(() -> {
            Program.pause(Duration.ofMillis(800));
            throw new IOException("the connection is closed");
        })).getMessage();
    }
}
