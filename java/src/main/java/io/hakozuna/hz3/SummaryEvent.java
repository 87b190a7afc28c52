package io.hakozuna.hz3;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

@Name("io.hakozuna.hz3.HeapSummary")
@Label("Heap Summary")
@Category("hz3")
@Description("What the memory is used for")
@Period("5 s")
@StackTrace(false)
final class SummaryEvent extends Event {
    @Label("In Use")
    @DataAmount
    long inUse;

    @Label("Cached")
    @DataAmount
    long cached;

    @Label("Retained")
    @DataAmount
    long retained;

    @Label("Resident")
    @DataAmount
    long resident;

    @Label("Limit")
    @DataAmount
    long limit;

    private static final Runnable PERIODIC = SummaryEvent::tell;

    static void register() {
        FlightRecorder.addPeriodicEvent(SummaryEvent.class, PERIODIC);
    }

    static void unregister() {
        FlightRecorder.removePeriodicEvent(PERIODIC);
    }

    private static void tell() {
        MemoryUse use = MemoryUse.now();
        SummaryEvent event = new SummaryEvent();
        event.inUse = use.inUse();
        event.cached = use.cached();
        event.retained = use.retained();
        event.resident = use.resident();
        event.limit = use.limit();
        event.commit();
    }
}
