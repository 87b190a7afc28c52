package io.hakozuna.hz3.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressMapTest {
    @Test
    void isAMap() {
        SplittableRandom random = new SplittableRandom(3);
        AddressMap map = new AddressMap();
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            // Dense addresses, so that there are collisions and gaps to close.
            long address = 0x7f00_0000_0000L + 16 * random.nextLong(3_000);
            if (random.nextBoolean()) {
                assertEquals(model.getOrDefault(address, AddressMap.NONE), map.put(address, i));
                model.put(address, i);
            } else {
                Integer expected = model.remove(address);
                assertEquals(expected == null ? AddressMap.NONE : expected, map.remove(address));
            }
        }
        model.forEach((address, value) -> assertEquals(value, map.remove(address)));
    }
}
