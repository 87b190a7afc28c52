package io.hakozuna.hz3;

import io.hakozuna.hz3.core.Statistics;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Tls;

/**
 * What the memory is used for, in bytes. With one thread all figures are exact; of other threads that run, what they have cached counts as
 * in use, and what they change meanwhile makes it a moment's view.
 *
 * @param inUse    blocks that the program holds, by the sizes that they have taken
 * @param cached   blocks that were freed and are ready for the next allocation
 * @param retained free pages whose memory has not gone back to the system yet
 * @param resident what the system says is in memory, of the above and of the allocator's own tables
 * @param limit    what may be held, 0 if there is no limit
 */
public record MemoryUse(long inUse, long cached, long retained, long resident, long limit) {
    /** One look at a time, and none while the memory goes away: the flight recorder's and a bean's come from threads of their own. */
    static synchronized MemoryUse now() {
        long cached = Statistics.arenaBytesCached(Tls.heap());
        // Freed blocks that are kept to be checked are the program's no more.
        long kept = Check.ON ? Checked.keptBytes() : 0;
        long out = Math.max(Statistics.arenaBytesOut() - cached, 0) + Statistics.directBytes();
        return new MemoryUse(Math.max(out - kept, 0), cached + kept, Statistics.bytesRetained(), Statistics.bytesResident(),
            Knobs.memLimit());
    }

    static synchronized void whileNobodyLooks(Runnable action) {
        action.run();
    }
}
