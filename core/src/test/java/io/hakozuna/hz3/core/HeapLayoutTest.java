package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What other threads write lies in cache lines that the owner's fast paths do not touch: packed heads of shared pools were a defect of
 * the C hz3. And no two fields of the block overlap.
 */
class HeapLayoutTest {
    private static final long LINE = 64;

    @Test
    void theInboxAndTheStateHaveLinesOfTheirOwn() {
        assertEquals(0, Heap.INBOX % LINE);
        assertEquals(0, Heap.STATE % LINE);
        assertTrue(Heap.INBOX >= Heap.HEADS + (SizeClasses.BINS + SizeClasses.RUN_BIN_PAGES) * 8L, "heads reach into the inbox's line");
        assertTrue(Heap.STATE >= Heap.INBOX + LINE);
        assertTrue(Heap.classRecord(0, 0) >= Heap.STATE + LINE);
        assertEquals(0, Heap.bytes() % LINE);
    }

    @Test
    void tablesEndBeforeTheNextFieldBegins() {
        assertTrue(Heap.classRecord(0, SizeClasses.BINS) <= Heap.AVAILABLE_SEGMENTS, "class records");
        assertTrue(Heap.LAST_HEADS + SizeClasses.BINS * 4L <= Heap.REST_HAND, "last heads");
        assertTrue(Heap.OUTBOX + Outbox.ROWS * 32 <= Heap.FREE_OBJECTS, "outbox");
        assertTrue(Heap.FREE_OBJECTS + Arena.PAGE_BYTES / 16 / 8 <= Heap.GOING_HOME, "bits of a span's objects");
        assertTrue(Heap.GOING_HOME + SizeClasses.BINS * 8L <= Heap.GOING_HOME_BINS, "objects on their way home");
        assertTrue(Heap.GOING_HOME_BINS + 16 <= Heap.TICKED_AT && SizeClasses.BINS <= 128, "bins with objects on their way home");
        assertTrue(Heap.MAY_KEEP + SizeClasses.BINS * 8L <= Heap.BUCKETS, "what each bin may keep");
    }

    @Test
    void noTwoScalarsShareAWord() throws IllegalAccessException {
        List<String> inClassRecords = List.of("CARVE_SPAN", "PARTIAL_SPANS", "OLDEST_ATTACHED", "NEWEST_ATTACHED", "ATTACHED_COUNT",
            "RETIRED_COUNT", "LAST_REFILL", "CLASSES", "CLASS_BYTES");
        Map<Long, String> names = new HashMap<>();
        for (Field field : Heap.class.getDeclaredFields()) {
            if (field.getType() == long.class && !inClassRecords.contains(field.getName())) {
                field.setAccessible(true);
                String other = names.put(field.getLong(null), field.getName());
                assertEquals(null, other, field.getName() + " lies where another field does");
            }
        }
    }
}
