package io.hakozuna.hz3.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The limits of the control groups, of both versions, that the process is in. */
final class ControlGroups {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private ControlGroups() {
    }

    /** The lowest limit on memory of the process's groups and all above them, in bytes; {@code Long.MAX_VALUE} where there is none. */
    static long memoryLimit() {
        long limit = Long.MAX_VALUE;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                // NUMBER:CONTROLLERS:PATH; version 2 has no controllers.
                String[] parts = line.split(":", 3);
                if (parts.length == 3 && parts[1].isEmpty()) {
                    limit = Math.min(limit, lowest(MOUNT, parts[2], "memory.max"));
                    limit = Math.min(limit, lowest(MOUNT.resolve("unified"), parts[2], "memory.max"));
                } else if (parts.length == 3 && parts[1].equals("memory")) {
                    limit = Math.min(limit, lowest(MOUNT.resolve("memory"), parts[2], "memory.limit_in_bytes"));
                }
            }
        } catch (IOException e) {
            // No control groups.
        }
        return limit;
    }

    private static long lowest(Path mount, String group, String file) {
        long lowest = Long.MAX_VALUE;
        for (Path folder = mount.resolve(group.substring(1)).normalize(); folder.startsWith(mount); folder = folder.getParent()) {
            try {
                long limit = Long.parseLong(Files.readString(folder.resolve(file)).strip());
                // Version 1 writes "no limit" as the largest number of whole pages.
                lowest = limit < Long.MAX_VALUE / 2 ? Math.min(lowest, limit) : lowest;
            } catch (IOException | NumberFormatException e) {
                // Not there, or "max".
            }
        }
        return lowest;
    }
}
