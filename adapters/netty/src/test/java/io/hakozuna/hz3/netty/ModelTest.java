package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same random operations on our buffer and on one of Netty's, of the Java heap: both return the same or refuse, and have the same
 * contents.
 */
class ModelTest {
    private static final List<Operations.Operation> OPERATIONS = Operations.all();
    private static final String REFUSED = "refused";

    @ParameterizedTest
    @CsvSource({
        // Blocks of each kind: small ones, runs of pages, and mappings of their own.
        "1, 0, 3000, 12000",
        "2, 256, 2147483647, 12000",
        "3, 70000, 400000, 8000",
        "4, 3000000, 4194304, 3000",
        "5, 4194305, 9000000, 3000",
        "6, 6000000, 2147483647, 1500"})
    void doesTheSame(long seed, int capacity, int maxCapacity, int steps) {
        Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);
        ByteBuf ours = allocator.directBuffer(capacity, maxCapacity);
        ByteBuf model = Unpooled.buffer(capacity, maxCapacity);
        Set<String> outcomes = new HashSet<>();
        int known = 0;
        for (int step = 0; step < steps; step++) {
            known = Math.min(known, Math.min(ours.capacity(), model.capacity()));
            known = know(ours, model, known);
            long draw = seed * 1_000_003 + step;
            int operation = new Draw(draw, known).below(OPERATIONS.size());
            Object expected = outcome(operation, model, new Draw(~draw, known));
            Object actual = outcome(operation, ours, new Draw(~draw, known));
            String where = "step " + step + ", operation " + operation;
            assertTrue(Objects.deepEquals(expected, actual), () -> where + ": expected " + text(expected) + " but was " + text(actual));
            outcomes.add(actual == REFUSED ? REFUSED : "result");
            assertEquals(model.readerIndex(), ours.readerIndex(), where);
            assertEquals(model.writerIndex(), ours.writerIndex(), where);
            assertEquals(1, ours.refCnt(), where);
            assertEquals(ours.capacity(), allocator.metric().usedDirectMemory(), where);
            if (step % 100 == 0) {
                int most = Math.min(known, Math.min(ours.capacity(), model.capacity()));
                assertEquals(model.slice(0, most), ours.slice(0, most), where);
            }
        }
        assertEquals(Set.of(REFUSED, "result"), outcomes);
        assertTrue(ours.release());
        assertEquals(0, allocator.metric().usedDirectMemory());
    }

    /** What has come to both since then gets the same contents. Returns the bytes that both have. */
    private static int know(ByteBuf ours, ByteBuf model, int known) {
        int both = Math.min(ours.capacity(), model.capacity());
        ours.setZero(known, both - known);
        model.setZero(known, both - known);
        return both;
    }

    private static Object outcome(int operation, ByteBuf buffer, Draw draw) {
        try {
            return OPERATIONS.get(operation).apply(buffer, draw);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ReadOnlyBufferException e) {
            // Which of them is said by Netty's own tests; Netty's buffers differ where several apply.
            return REFUSED;
        } catch (Exception e) {
            return e.getClass();
        }
    }

    private static String text(Object outcome) {
        return outcome instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(outcome);
    }
}
