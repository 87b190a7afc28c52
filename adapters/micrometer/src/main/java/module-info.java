/** Gauges of what hz3's memory is used for. Begin with {@link io.hakozuna.hz3.micrometer.Hz3Metrics}. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.hakozuna.hz3.micrometer {
    requires io.hakozuna.hz3;
    requires transitive micrometer.core;

    exports io.hakozuna.hz3.micrometer;
}
