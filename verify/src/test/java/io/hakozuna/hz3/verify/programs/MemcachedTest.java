package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** memcached, with four threads and more connections than that, gives every client the same answers under every lane as under glibc. */
final class MemcachedTest {
    private static final int CLIENTS = 8;
    private static final int CLIENT_SECONDS = 60;
    private static final int ROUNDS = 3000;
    private static final int ROUNDS_PER_CONNECTION = 30;

    private static final Comparison ANSWERS = new Comparison((lane, directory) -> {
        Path socket = directory.resolve("socket");
        String user = System.getProperty("user.name");
        Run memcached = Run.of("memcached", "-u", user, "-s", socket.toString(), "-t", "4", "-m", "512").in(directory).under(lane);
        StringBuilder results = new StringBuilder();
        try (Server server = new Server(memcached, directory.resolve("output"))) {
            server.awaitReady(() -> Files.exists(socket));
            if (!lane.equals("glibc")) {
                Preload.assertIn(server.handle(), Run.library(lane).toRealPath());
            }
            results.append(String.join("\n", askFromAll(socket))).append("\nprinted: ");
            results.append(server.stop());
        }
        return results.toString();
    });

    private static List<String> askFromAll(Path socket) throws InterruptedException {
        List<Callable<String>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String prefix = "client" + client + "-";
            SplittableRandom random = new SplittableRandom(client);
            clients.add(() -> ask(socket, prefix, random));
        }
        List<String> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<String> answer : executor.invokeAll(clients, CLIENT_SECONDS, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed: " + e.getCause(), e);
        } catch (CancellationException e) {
            throw new AssertionError("a client has not got all answers after " + CLIENT_SECONDS + " s", e);
        }
        return answers;
    }

    /** Works on keys of its own, so that the answers do not depend on the other clients, and on a new connection now and then. */
    private static String ask(Path socket, String prefix, SplittableRandom random) throws IOException {
        StringBuilder answers = new StringBuilder();
        for (int round = 0; round < ROUNDS; round += ROUNDS_PER_CONNECTION) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                OutputStream out = Channels.newOutputStream(channel);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
                for (int i = round; i < round + ROUNDS_PER_CONNECTION; i++) {
                    out.write(commands(prefix, i, random).getBytes(StandardCharsets.US_ASCII));
                    readUntilVersion(in, answers);
                }
            }
        }
        return prefix + " " + answers.length() + " " + Data.digest(answers.toString());
    }

    /** A few commands in one packet; the last one is {@code version}, whose answer shows where the answers end. */
    private static String commands(String prefix, int i, SplittableRandom random) {
        String value = "x".repeat(random.nextInt(i % 50 == 0 ? 100_000 : 2000)) + i;
        return "set " + prefix + random.nextInt(500) + " " + i + " 0 " + value.length() + "\r\n" + value + "\r\n"
            + "append " + prefix + random.nextInt(500) + " 0 0 3\r\nabc\r\n"
            + "get " + prefix + random.nextInt(500) + " " + prefix + random.nextInt(500) + "\r\n"
            + "delete " + prefix + random.nextInt(500) + "\r\n"
            + "add " + prefix + "counter 0 0 1\r\n1\r\nincr " + prefix + "counter " + i + "\r\n"
            + "version\r\n";
    }

    private static void readUntilVersion(InputStream in, StringBuilder answers) throws IOException {
        String line = readLine(in);
        while (!line.startsWith("VERSION ")) {
            answers.append(line).append('\n');
            line = readLine(in);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @EachLane
    void answers(String lane) throws Exception {
        ANSWERS.under(lane);
    }
}
