/** Buffers of Apache Arrow in memory of hz3. Begin with {@link io.hakozuna.hz3.arrow.Hz3Arrow}. */
module io.hakozuna.hz3.arrow {
    requires io.hakozuna.hz3;
    requires transitive org.apache.arrow.memory.core;

    exports io.hakozuna.hz3.arrow;
}
