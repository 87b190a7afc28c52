/** Buffers of Netty in memory of hz3. Begin with {@link io.hakozuna.hz3.netty.Hz3ByteBufAllocator}. */
@SuppressWarnings("module")
module io.hakozuna.hz3.netty {
    requires io.hakozuna.hz3;
    requires transitive io.netty.buffer;
    requires io.netty.common;

    exports io.hakozuna.hz3.netty;
}
