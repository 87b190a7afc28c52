package io.hakozuna.user;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hakozuna.hz3.Hz3;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without checks there is nothing to report, and nothing is looked for. */
class UncheckedTest {
    @Test
    void nothingIsReported() {
        long address = Hz3.allocate(100);
        Raw.put(address, 100, 1);
        assertDoesNotThrow(Hz3::checkAll);
        assertEquals(List.of(), Hz3.leaks());
        assertEquals(112, Hz3.usableSize(address));
        Hz3.free(address);
    }
}
