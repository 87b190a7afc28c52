package io.hakozuna.hz3.sys;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("io.hakozuna.hz3.ChunkPurge")
@Label("Chunk Purge")
@Category("hz3")
@Description("Memory that has gone back to the system")
@StackTrace(false)
final class PurgeEvent extends Event {
    @Label("Address")
    long address;

    @Label("Bytes")
    @DataAmount
    long bytes;

    static void purged(long address, long bytes) {
        PurgeEvent event = new PurgeEvent();
        if (event.isEnabled()) {
            event.address = address;
            event.bytes = bytes;
            event.commit();
        }
    }
}
