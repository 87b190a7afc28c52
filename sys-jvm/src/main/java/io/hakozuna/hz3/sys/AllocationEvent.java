package io.hakozuna.hz3.sys;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

@Name("io.hakozuna.hz3.AllocationSample")
@Label("Allocation Sample")
@Category("hz3")
@Description("An allocation that the thread's cache could not serve, with the stack that asked for it")
@Throttle("150/s")
final class AllocationEvent extends Event {
    @Label("Size")
    @DataAmount
    long size;

    static void sampled(long size) {
        AllocationEvent event = new AllocationEvent();
        if (event.isEnabled()) {
            event.size = size;
            event.commit();
        }
    }
}
