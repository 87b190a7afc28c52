package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.LiveBlocks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With {@code -Dhz3.check=leaks:10} the stacks of every 10th block. */
class SampledLeaksTest {
    private final List<Long> blocks = new ArrayList<>();

    private void leak(int count) {
        for (int i = 0; i < count; i++) {
            blocks.add(Hz3.allocate(96));
        }
    }

    @Test
    void everyTenthIsFollowedAndTheOthersAreCounted() {
        leak(1000);
        List<LiveBlocks> groups = Hz3.leaks();
        assertEquals(2, groups.size(), groups::toString);
        assertEquals(100, groups.get(0).blocks());
        assertEquals(9600, groups.get(0).bytes());
        assertTrue(Misuses.has(throwable(groups.get(0)), getClass(), "leak"), groups::toString);
        assertEquals(900, groups.get(1).blocks());
        assertEquals(86_400, groups.get(1).bytes());
        assertEquals("86400 bytes in 900 blocks, which were not sampled", groups.get(1).toString());
        // Also those are counted right that move.
        blocks.replaceAll(block -> Hz3.reallocate(block, 4096));
        groups = Hz3.leaks();
        assertEquals(List.of(409_600L, 3_686_400L), groups.stream().map(LiveBlocks::bytes).toList());
        blocks.forEach(Hz3::free);
        assertEquals(List.of(), Hz3.leaks());
    }

    private static Throwable throwable(LiveBlocks group) {
        Throwable throwable = new Throwable();
        throwable.setStackTrace(group.stack().toArray(StackTraceElement[]::new));
        return throwable;
    }
}
