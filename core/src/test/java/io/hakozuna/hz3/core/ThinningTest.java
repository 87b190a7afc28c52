package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of which little is left give the system's pages back, and lose no object and no contents by it. */
class ThinningTest {
    private static final int BYTES = 8 << 20;

    /** Sizes that divide a page of the system, that straddle two, and that cover more than one. */
    @ParameterizedTest
    @ValueSource(ints = {16, 48, 80, 144, 1024, 1152, 2304, 4096, 5120, 8192})
    void whatIsLeftStaysAndWhatIsFreeCanBeHadAgain(int size) {
        Allocator.free(Allocator.allocate(size, Tls.heap()), Tls.heap());
        Lifecycle.trim(Tls.heap());
        long inUse = Statistics.arenaBytesInUse();
        Random random = new Random(size);
        List<Long> blocks = new ArrayList<>();
        allocate(blocks, size);
        for (int round = 0; round < 4; round++) {
            Collections.shuffle(blocks, random);
            // So few that most pages are hollow, then more; one object a span or so always remains.
            int left = blocks.size() / (round % 2 == 0 ? 400 : 40) + 200;
            long hollowed = Statistics.hollowedPages();
            while (blocks.size() > left) {
                free(blocks.removeLast(), size);
            }
            Lifecycle.trim(Tls.heap());
            assertTrue(size == 8192 || round > 0 || Statistics.hollowedPages() - hollowed > BYTES / 4096 / 3,
                "of " + BYTES / 4096 + " pages " + (Statistics.hollowedPages() - hollowed) + " were given back");
            blocks.forEach(block -> check(block, size));
            allocate(blocks, size);
        }
        Set<Long> distinct = new HashSet<>(blocks);
        assertEquals(blocks.size(), distinct.size(), "a block was given out twice");
        blocks.forEach(block -> free(block, size));
        Lifecycle.trim(Tls.heap());
        assertEquals(inUse, Statistics.arenaBytesInUse(), "every object is home");
    }

    private static void allocate(List<Long> blocks, int size) {
        while ((long) blocks.size() * size < BYTES) {
            long block = Allocator.allocate(size, Tls.heap());
            Memory.putLong(block, block ^ size);
            Memory.putLong(block + size - 8, ~block);
            blocks.add(block);
        }
    }

    private static void check(long block, int size) {
        assertEquals(block ^ size, Memory.getLong(block), "the first word of a block");
        assertEquals(~block, Memory.getLong(block + size - 8), "the last word of a block");
    }

    private static void free(long block, int size) {
        check(block, size);
        Allocator.free(block, Tls.heap());
    }
}
