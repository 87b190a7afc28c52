package io.hakozuna.hz3.sys;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("io.hakozuna.hz3.ChunkReserve")
@Label("Chunk Reserve")
@Category("hz3")
@Description("Memory that the system has given: a segment of the arena, a block of its own, or tables")
final class ReserveEvent extends Event {
    @Label("Address")
    long address;

    @Label("Bytes")
    @DataAmount
    long bytes;

    static void committed(long address, long bytes) {
        ReserveEvent event = new ReserveEvent();
        if (event.isEnabled()) {
            event.address = address;
            event.bytes = bytes;
            event.commit();
        }
    }
}
