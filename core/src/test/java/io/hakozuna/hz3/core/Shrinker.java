package io.hakozuna.hz3.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a list of calls that a program fails with shorter, as long as the program still fails: leaves out halves, then quarters, down to
 * single calls (after Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). Each try is a process.
 *
 * <p>As a program: {@code FILE SECONDS TRIES PROGRAM ARGUMENT...}, where the argument {@code {}} stands for a file with some of the lines.
 * It writes the shortest list found. A failure that comes and goes is tried for so many times.
 */
final class Shrinker {
    private static final int HANGS_AFTER_SECONDS = 30;

    private final List<String> command;
    private final int tries;
    private final long deadline;
    private final Path candidate;

    private Shrinker(List<String> command, int tries, Duration bound, Path candidate) {
        this.command = command.stream().map(argument -> argument.replace("{}", candidate.toString())).toList();
        this.tries = tries;
        this.candidate = candidate;
        deadline = System.nanoTime() + bound.toNanos();
    }

    /** The shortest list found within the time; the list itself if the program does not fail with it. */
    static List<String> shrink(List<String> list, List<String> command, int tries, Duration bound) throws IOException, InterruptedException {
        Path candidate = Files.createTempFile("hz3-calls", ".txt");
        try {
            Shrinker shrinker = new Shrinker(command, tries, bound, candidate);
            return shrinker.fails(list) ? shrinker.shrink(list) : list;
        } finally {
            Files.delete(candidate);
        }
    }

    private List<String> shrink(List<String> list) throws IOException, InterruptedException {
        List<String> shortest = list;
        int part = Math.max(1, list.size() / 2);
        while (System.nanoTime() < deadline) {
            List<String> shorter = withoutParts(shortest, part);
            if (part == 1 && shorter.size() == shortest.size()) {
                return shorter;
            }
            shortest = shorter;
            part = Math.max(1, Math.min(part, shortest.size()) / 2);
        }
        return shortest;
    }

    /** From the end on: what comes after the failure goes first. */
    private List<String> withoutParts(List<String> list, int part) throws IOException, InterruptedException {
        List<String> rest = list;
        for (int end = list.size(); end > 0 && System.nanoTime() < deadline; end -= part) {
            List<String> shorter = new ArrayList<>(rest.subList(0, Math.max(0, end - part)));
            shorter.addAll(rest.subList(end, rest.size()));
            if (!shorter.isEmpty() && fails(shorter)) {
                rest = shorter;
            }
        }
        return rest;
    }

    private boolean fails(List<String> lines) throws IOException, InterruptedException {
        Files.write(candidate, lines);
        for (int i = 0; i < tries; i++) {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return true;
            }
            if (process.exitValue() != 0) {
                return true;
            }
        }
        return false;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = List.of(arguments).subList(3, arguments.length);
        Duration bound = Duration.ofSeconds(Long.parseLong(arguments[1]));
        shrink(Files.readAllLines(Path.of(arguments[0])), command, Integer.parseInt(arguments[2]), bound).forEach(System.out::println);
    }
}
