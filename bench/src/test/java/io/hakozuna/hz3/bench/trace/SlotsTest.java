package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotsTest {
    @Test
    void aSlotRestsForTwoEpochs() {
        Slots slots = new Slots();
        assertEquals(0, slots.take(0));
        slots.free(0, 5);
        assertEquals(1, slots.take(6));
        assertEquals(0, slots.take(7));
        assertEquals(2, slots.take(7));
        assertEquals(3, slots.count());
    }

    @Test
    void theOldestComesFirstHoweverManyRest() {
        Slots slots = new Slots();
        Map<Integer, Integer> freedAt = new HashMap<>();
        for (int epoch = 0; epoch < 40; epoch++) {
            for (int i = 0; i < 500; i++) {
                int slot = slots.take(epoch);
                Integer freed = freedAt.remove(slot);
                assertTrue(freed == null || freed + 2 <= epoch);
                slots.free(slot, epoch);
                freedAt.put(slot, epoch);
            }
        }
        assertEquals(1000, slots.count());
    }
}
