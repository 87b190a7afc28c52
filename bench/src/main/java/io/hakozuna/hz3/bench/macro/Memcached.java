package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** memcached with two connections that set and get values of 64 bytes to 8 KiB; an operation is a request. */
final class Memcached extends RealProgram {
    private static final int REQUESTS = 250_000;
    private static final Duration IDLE = Duration.ofMillis(500);

    Memcached() {
        super("memcached");
    }

    @Override
    public String describe(boolean quick) {
        return "memcached -m 256 -t 2: " + amount(REQUESTS, quick) + " requests from 2 connections, values of 64 to 8192 bytes";
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        int requests = amount(REQUESTS, setting.quick());
        Path socket = folder.resolve("socket");
        List<String> command = List.of("memcached", "-u", System.getProperty("user.name"), "-s", socket.toString(),
            "-m", "256", "-t", "2");
        try (Server server = new Server(command, setting.allocator().environment(), folder, setting.limit(), new Resident())) {
            server.awaitReady(() -> answers(socket), setting.allocator());
            double seconds = server.during(() -> drive(socket, requests / 2));
            Program.pause(IDLE);
            return server.finish(requests / seconds);
        }
    }

    private static double drive(Path socket, int requestsEach) throws IOException {
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Future<?> first = executor.submit(new MemcachedClient(socket, 1, requestsEach));
            Future<?> second = executor.submit(new MemcachedClient(socket, 2, requestsEach));
            first.get();
            second.get();
        } catch (ExecutionException e) {
            throw new RunFailed(e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailed("interrupted");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static boolean answers(Path socket) {
        try (TextConnection connection = new TextConnection(socket)) {
            connection.write("version\r\n");
            connection.flush();
            return connection.readLine().startsWith("VERSION");
        } catch (IOException e) {
            return false;
        }
    }
}
