package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Os;
import org.junit.jupiter.api.Test;

/** Plain increments under the lock: a lost one shows that two threads were inside, or that one did not see the other's writes. */
class LockTest {
    @Test
    void onlyOneThreadIsInside() throws InterruptedException {
        long lock = Os.map(4096);
        long counter = lock + 64;
        TestThreads.run(4, index -> {
            for (int i = 0; i < 100_000; i++) {
                Lock.take(lock);
                Memory.putLong(counter, Memory.getLong(counter) + 1);
                Lock.leave(lock);
            }
        });
        assertEquals(400_000, Memory.getLong(counter));
        Os.unmap(lock, 4096);
    }
}
