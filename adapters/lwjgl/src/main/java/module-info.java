/** LWJGL's memory from hz3. Begin with {@link io.hakozuna.hz3.lwjgl.Hz3MemoryAllocator}. */
module io.hakozuna.hz3.lwjgl {
    requires io.hakozuna.hz3;
    requires transitive org.lwjgl;

    exports io.hakozuna.hz3.lwjgl;
}
