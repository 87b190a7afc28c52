/** Buffers of Agrona in memory of hz3. Begin with {@link io.hakozuna.hz3.agrona.Hz3Buffers}. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.hakozuna.hz3.agrona {
    requires io.hakozuna.hz3;
    requires transitive org.agrona;

    exports io.hakozuna.hz3.agrona;
}
