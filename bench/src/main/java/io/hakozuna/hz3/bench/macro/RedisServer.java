package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Load;
import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import io.hakozuna.hz3.bench.setup.Allocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Redis server without persistence. */
final class RedisServer implements AutoCloseable {
    private static final Duration PING_EVERY = Duration.ofMillis(10);

    private final Server server;
    private final Allocator allocator;
    private final Path socket;

    RedisServer(Load.Setting setting, Path folder) {
        socket = folder.resolve("socket");
        List<String> command = List.of("redis-server", "--port", "0", "--unixsocket", socket.toString(), "--dir", folder.toString(),
            "--save", "", "--appendonly", "no");
        server = new Server(command, environment(setting.allocator()), folder, setting.limit(), new Resident());
        allocator = setting.allocator();
    }

    void awaitReady() throws IOException {
        server.awaitReady(this::answers, allocator);
    }

    /** Distributions link Redis with jemalloc, so that glibc has to be preloaded too. */
    private static Map<String, String> environment(Allocator allocator) {
        return Map.of("LD_PRELOAD", allocator.file());
    }

    Path socket() {
        return socket;
    }

    <T> T during(Server.Work<T> work) throws IOException {
        return server.during(work);
    }

    /** Keeps the server as busy as one that waits for work. */
    void idle(Duration time) throws IOException {
        server.during(() -> {
            try (TextConnection connection = new TextConnection(socket)) {
                for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(PING_EVERY)) {
                    Program.pause(PING_EVERY);
                    ask(connection, "PING", "+PONG");
                }
            }
            return null;
        });
    }

    static void ask(TextConnection connection, String command, String expected) throws IOException {
        connection.write(command + "\r\n");
        connection.flush();
        String answer = connection.readLine();
        if (!answer.equals(expected)) {
            throw new RunFailed("Redis answered " + command + " with " + answer);
        }
    }

    Measurement finish(double operationsPerSecond) {
        return server.finish(operationsPerSecond);
    }

    private boolean answers() {
        try (TextConnection connection = new TextConnection(socket)) {
            ask(connection, "PING", "+PONG");
            return true;
        } catch (IOException | RunFailed e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
