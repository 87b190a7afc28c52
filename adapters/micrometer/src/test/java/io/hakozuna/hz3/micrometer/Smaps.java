package io.hakozuna.hz3.micrometer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of the process's mappings. */
final class Smaps {
    private Smaps() {
    }

    /** Bytes in memory of the mapping that an address lies in; the kernel joins neighbours, so it may be larger than what was asked for. */
    static long residentAround(long address) throws IOException {
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            String[] words = line.split(" +");
            if (!words[0].endsWith(":")) {
                String[] range = words[0].split("-");
                inside = Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16);
            } else if (inside && words[0].equals("Rss:")) {
                return Long.parseLong(words[1]) << 10;
            }
        }
        return 0;
    }

    /** Bytes in memory of all mappings. */
    static long residentInAll() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps_rollup"))) {
            if (line.startsWith("Rss:")) {
                return Long.parseLong(line.split(" +")[1]) << 10;
            }
        }
        throw new IOException("no Rss in /proc/self/smaps_rollup");
    }
}
