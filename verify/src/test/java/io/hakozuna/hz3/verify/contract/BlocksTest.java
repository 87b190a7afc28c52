package io.hakozuna.hz3.verify.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Blocks of every size and alignment: apart from each other, usable to the last byte, zeroed by calloc, kept by realloc. */
final class BlocksTest {
    @TestFactory
    Stream<DynamicNode> sizes() {
        return Lanes.each(Client.of("sizes", "fine"), Client.of("sizes", "powers"), Client.of("sizes", "alignments"),
            Client.of("sizes", "aligned-reuse"), Client.of("sizes", "aligned-density-64"), Client.of("sizes", "aligned-density-4096"),
            Client.of("sizes", "tail-waste"), Client.of("sizes", "internal-waste"));
    }

    @TestFactory
    Stream<DynamicNode> calloc() {
        return Lanes.each(Client.of("calloc_zero", "reuse"), Client.of("calloc_zero", "ranges"), Client.of("calloc_zero", "realloc"),
            Client.of("calloc_zero", "threads"));
    }

    @TestFactory
    Stream<DynamicNode> realloc() {
        return Lanes.each(Client.of("realloc_walk", "small"), Client.of("realloc_walk", "medium"), Client.of("realloc_walk", "large"),
            Client.of("realloc_walk", "huge"), Client.of("realloc_walk", "append"), Client.of("realloc_walk", "huge-growth"),
            Client.of("realloc_walk", "threads"), Client.of("realloc_race", "moving"), Client.of("realloc_race", "refused"));
    }

    /** {@code -Dhz3.model.seed=N} replays a seed that a failure printed, or tries others. */
    @TestFactory
    Stream<DynamicNode> model() {
        long seed = Long.getLong("hz3.model.seed", 1);
        return Lanes.every(Stream.concat(
            Stream.iterate(seed, s -> s + 1).limit(2).map(s -> Client.of("model", Long.toString(s), "200000")),
            Stream.iterate(seed, s -> s + 1).limit(2).map(s -> Client.of("model", Long.toString(s), "60000", "4"))).toList());
    }
}
