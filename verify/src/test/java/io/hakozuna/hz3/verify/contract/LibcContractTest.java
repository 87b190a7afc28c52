package io.hakozuna.hz3.verify.contract;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The semantics of the malloc functions, to the letter of glibc 2.36. glibc runs along, as the judge of the client. */
final class LibcContractTest {
    private static final List<Client> CONTRACT = Stream.of("zero", "too-big", "overflow", "realloc", "alignment", "errno", "usable", "info",
        "tuning", "stats", "cfree").map(part -> Client.of("contract", part)).toList();

    @TestFactory
    Stream<DynamicNode> contract() {
        return Lanes.every(CONTRACT);
    }

    @TestFactory
    DynamicNode contractOfGlibc() {
        return Lanes.under("glibc", CONTRACT);
    }
}
