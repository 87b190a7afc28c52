package io.hakozuna.hz3.verify.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hakozuna.hz3.verify.NativeBuild;
import io.hakozuna.hz3.verify.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * What is kept for later is bounded by the container's size. Each check runs in namespaces of its own, in which other files are mounted
 * over the kernel's: {@code /proc/self/cgroup} and all of {@code /sys/fs/cgroup}. Left out where the system allows no such namespaces.
 */
final class ContainerTest {
    private static final List<String> NAMESPACES = List.of("unshare", "-r", "-m", "--propagation", "private");
    private static final List<String> ALLOCATES = List.of("cat", "/dev/null");
    private static final long MIB = 1L << 20;

    /** Groups as a process sees them: the lines of its file, the files, and a program that runs there with what it is to say. */
    private record Container(String name, String groups, List<String> files, List<String> program, String says) implements Check {
        @Override
        public void under(String lane) throws Exception {
            assumeTrue(Run.of(namespaces("mount -t tmpfs none /sys/fs/cgroup && mount --bind /dev/null /proc/$$/cgroup")).run().exit() == 0,
                "no namespaces for mounts here (unshare -r -m)");
            StringBuilder script = new StringBuilder("set -e\nmount -t tmpfs none /sys/fs/cgroup\n");
            script.append("printf '").append(groups).append("' > /sys/fs/cgroup/.self\n");
            for (String file : files) {
                String path = "/sys/fs/cgroup/" + file.substring(0, file.indexOf('='));
                script.append("mkdir -p ").append(path, 0, path.lastIndexOf('/')).append("\nprintf '%s\\n' '")
                    .append(file.substring(file.indexOf('=') + 1)).append("' > ").append(path).append('\n');
            }
            // The shell's file, and the program keeps the shell's number.
            script.append("mount --bind /sys/fs/cgroup/.self /proc/$$/cgroup\n")
                .append("exec env HZ3_STATS=1 LD_PRELOAD=").append(Run.library(lane)).append(' ').append(String.join(" ", program));
            Run.Result result = Run.of(namespaces(script.toString())).run().ok();
            assertTrue(result.err().contains(says), () -> "no \"" + says + "\": " + result.describe());
        }

        private static List<String> namespaces(String script) {
            List<String> command = new ArrayList<>(NAMESPACES);
            command.addAll(List.of("sh", "-c", script));
            return command;
        }
    }

    private static Container limited(String name, String groups, long limit, String... files) {
        return new Container(name, groups, List.of(files), ALLOCATES, "[HZ3_SYSTEM] memory_limit=" + limit + " ");
    }

    @TestFactory
    Stream<DynamicNode> limits() {
        return Lanes.each(limited("none", "0::/\\n", 0),
            limited("version 2", "0::/a\\n", 64 * MIB, "a/memory.max=67108864"),
            limited("version 2 without a limit", "0::/a\\n", 0, "a/memory.max=max"),
            limited("version 2, the parent's", "0::/a/b/c\\n", 64 * MIB, "a/memory.max=67108864", "a/b/memory.max=max",
                "a/b/c/memory.max=134217728"),
            limited("version 2, the container's own root", "0::/host/path\\n", 64 * MIB, "memory.max=67108864"),
            limited("version 2, a path outside of the namespace", "0::/../other\\n", 64 * MIB, "memory.max=67108864"),
            limited("version 1", "5:cpu,cpuacct:/a\\n4:memory:/a\\n", 64 * MIB, "memory/a/memory.limit_in_bytes=67108864",
                "memory/memory.limit_in_bytes=9223372036854771712"),
            limited("version 1 without a limit", "4:memory:/a\\n", 0, "memory/a/memory.limit_in_bytes=9223372036854771712"),
            limited("version 1, the container's own root", "4:memory:/docker/0123\\n", 64 * MIB,
                "memory/memory.limit_in_bytes=67108864"),
            limited("hybrid", "4:memory:/a\\n1:name=systemd:/a\\n0::/a\\n", 64 * MIB, "memory/a/memory.limit_in_bytes=67108864",
                "unified/a/memory.max=134217728"),
            limited("not a number", "0::/a\\n", 0, "a/memory.max=lots"));
    }

    private static Container processors(String name, String groups, long processors, String... files) {
        return new Container(name, groups, List.of(files), ALLOCATES, " processors=" + processors + "\n");
    }

    @TestFactory
    Stream<DynamicNode> processors() throws Exception {
        // By the affinity alone.
        long all = Long.parseLong(Run.of("nproc").run().ok().out().strip());
        Container one = new Container("affinity", "0::/\\n", List.of(),
            List.of("taskset", "-c", "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')", "cat", "/dev/null"), " processors=1\n");
        return Lanes.each(one, processors("no quota", "0::/a\\n", all, "a/cpu.max=max 100000"),
            processors("a part of one", "0::/a\\n", 1, "a/cpu.max=50000 100000"),
            processors("one and a half", "0::/a/b\\n", Math.min(all, 2), "a/cpu.max=150000 100000", "a/b/cpu.max=300000 100000"),
            processors("the parent's", "0::/a/b\\n", 1, "a/cpu.max=100000 100000", "a/b/cpu.max=200000 100000"),
            processors("version 1", "3:cpu,cpuacct:/a\\n", 1, "cpu,cpuacct/a/cpu.cfs_quota_us=90000",
                "cpu,cpuacct/a/cpu.cfs_period_us=100000"),
            processors("version 1 without a quota", "3:cpu:/a\\n", all, "cpu/a/cpu.cfs_quota_us=-1", "cpu/a/cpu.cfs_period_us=100000"));
    }

    private static Container bounded(String what) {
        return new Container(what, "0::/a\\n", List.of("a/memory.max=67108864"),
            List.of(NativeBuild.program("container").toString(), what), "[HZ3_SYSTEM] memory_limit=67108864");
    }

    @TestFactory
    Stream<DynamicNode> bounds() {
        return Lanes.each(bounded("pages"), bounded("pages-of-threads"), bounded("mappings"));
    }
}
