package io.hakozuna.user;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryMisuseException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program whose end is looked at, in a JVM of its own. */
final class Child {
    private static final long LONGEST_SECONDS = 120;

    /** How a run ended. */
    record End(int status, String out, String err) {
    }

    private Child() {
    }

    /** Runs one of the programs of {@link #main} with the properties ({@code hz3.check=all}). */
    static End run(String program, String... properties) throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=deny", "-Xshare:auto",
            "-cp", folder(Hz3.class) + File.pathSeparator + folder(Child.class)));
        for (String property : properties) {
            command.add("-D" + property);
        }
        command.add(Child.class.getName());
        command.add(program);
        Path out = Files.createTempFile("hz3-child", ".out");
        Path err = Files.createTempFile("hz3-child", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " does not end");
            }
            return new End(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static Path folder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "clean" -> Hz3.free(Hz3.allocate(100));
            case "leaks" -> leak();
            case "manyPlaces" -> manyPlaces();
            case "misuses" -> misuses();
            case "close" -> close();
            case "busy" -> busy();
            case "full" -> full();
            case "silent" -> silent();
            case "arenasAfterClose" -> arenasAfterClose();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("end");
    }

    private static void leak() {
        for (int i = 0; i < 100; i++) {
            leakSmall();
        }
        leakLarge();
        Arena arena = openArena();
        arena.allocate(3000);
        Arena closed = Hz3.ofShared();
        closed.allocate(7000);
        closed.close();
        Hz3.free(Hz3.allocate(9000));
    }

    private static void leakSmall() {
        Hz3.allocate(20);
    }

    private static void leakLarge() {
        Hz3.allocate(50_000);
    }

    private static Arena openArena() {
        return Hz3.ofShared();
    }

    private static void manyPlaces() {
        for (int depth = 0; depth < 25; depth++) {
            leakDeep(depth, depth + 1);
        }
    }

    private static void leakDeep(int depth, long size) {
        if (depth == 0) {
            Hz3.allocate(size);
        } else {
            leakDeep(depth - 1, size);
        }
    }

    private static void misuses() {
        long overrun = Hz3.allocate(10);
        Raw.put(overrun, 10, 0x41);
        long freed = Hz3.allocate(30);
        Hz3.free(freed);
        Raw.put(freed, 4, 0x42);
    }

    private static void close() {
        leakLarge();
        long address = Hz3.allocate(40);
        Hz3.close();
        System.err.println("closed");
        expectClosed(() -> Hz3.allocate(1));
        expectClosed(() -> Hz3.free(address));
        expectClosed(() -> Hz3.reallocate(address, 1));
        Hz3.checkAll();
        Hz3.close();
    }

    private static void expectClosed(Runnable call) {
        try {
            call.run();
            throw new AssertionError("not closed");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    /** Ends while threads are in calls, and hold locks. */
    private static void busy() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            Thread.ofPlatform().daemon().start(Child::useForEver);
            Thread.ofVirtual().start(Child::useForEver);
        }
        Thread.sleep(200);
    }

    private static void useForEver() {
        while (true) {
            long address = Hz3.reallocate(Hz3.allocate(100), 3000);
            try (Arena arena = Hz3.ofShared()) {
                MemorySegment segment = arena.allocate(50);
                segment.fill((byte) 1);
            }
            Hz3.free(address);
        }
    }

    /** The limit leaves no room for what is kept. */
    private static void full() {
        for (int i = 0; i < 20; i++) {
            Hz3.free(Hz3.allocate(5 << 20));
        }
        long freed = Hz3.allocate(5 << 20);
        Hz3.free(freed);
        Raw.put(freed, 0, 1);
        try {
            for (int i = 0; i < 20; i++) {
                Hz3.free(Hz3.allocate(5 << 20));
            }
        } catch (MemoryMisuseException e) {
            System.out.println("found");
        }
    }

    /** The blocks of a closed arena are freed by hz3's own thread, which lives on. */
    private static void silent() throws InterruptedException {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true));
        int left = 0;
        while (left < 2) {
            Arena arena = Hz3.ofShared();
            Raw.put(arena.allocate(50).address(), 50, 0x41);
            try {
                arena.close();
                left++;
            } catch (MemoryMisuseException e) {
                // This close was the one that freed it, for hz3's thread had just looked.
            }
            while (said.toString().lines().filter(line -> line.startsWith("hz3: a write past")).count() < left) {
                Thread.sleep(10);
            }
        }
        System.setErr(before);
        System.err.print(said);
    }

    private static void arenasAfterClose() {
        Arena confined = Hz3.ofConfined();
        confined.allocate(100);
        confined.allocate(100_000);
        Arena shared = Hz3.ofShared();
        shared.allocate(100);
        Arena other = Hz3.ofShared();
        other.allocate(100);
        other.close();
        Hz3.close();
        expectClosed(() -> confined.allocate(100));
        expectClosed(() -> confined.allocate(100_000));
        expectClosed(() -> shared.allocate(100));
        confined.close();
        shared.close();
    }
}
