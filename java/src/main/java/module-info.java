/** Memory outside the Java heap, allocated and freed one by one, by any thread. Begin with {@link io.hakozuna.hz3.Hz3}. */
// The adapters, which the compiler does not know, are built on this one.
@SuppressWarnings({"module", "requires-automatic"})
module io.hakozuna.hz3 {
    requires static teavm.interop;
    requires jdk.jfr;
    requires static java.management;
    requires static jdk.management;

    exports io.hakozuna.hz3;
    exports io.hakozuna.hz3.internal to io.hakozuna.hz3.netty;
}
