package io.hakozuna.hz3.preload;

import io.hakozuna.hz3.core.Lifecycle;
import io.hakozuna.hz3.core.PurgeThread;
import io.hakozuna.hz3.core.Statistics;
import io.hakozuna.hz3.core.Trace;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.Export;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** What the C side calls: events of threads and the process, and figures for mallinfo and its kin. */
@StaticInit
@Unmanaged
final class Hooks {
    private Hooks() {
    }

    @Export(name = "hz3_thread_exit")
    public static void threadExit() {
        Lifecycle.threadExit();
        Trace.threadExit();
    }

    @Export(name = "hz3_fork_prepare")
    public static void forkPrepare() {
        Trace.forkPrepare();
        Lifecycle.forkPrepare();
    }

    @Export(name = "hz3_fork_parent")
    public static void forkParent() {
        Lifecycle.forkParent();
        Trace.forkParent();
    }

    @Export(name = "hz3_fork_child")
    public static void forkChild() {
        Lifecycle.forkChild();
        Trace.forkChild();
    }

    @Export(name = "hz3_trace_begin")
    public static void traceBegin(long name, long nameBytes, long command, long commandBytes) {
        Trace.begin(name, nameBytes, command, commandBytes);
    }

    @Export(name = "hz3_trace_end")
    public static void traceEnd() {
        Trace.end();
    }

    @Export(name = "hz3_purge_thread_is_wanted")
    public static boolean purgeThreadIsWanted() {
        return PurgeThread.isWanted();
    }

    @Export(name = "hz3_purge_thread_round")
    public static int purgeThreadRound() {
        return PurgeThread.round();
    }

    @Export(name = "hz3_print_statistics")
    public static void printStatistics() {
        Statistics.print();
    }

    @Export(name = "hz3_try_print_statistics")
    public static void tryPrintStatistics() {
        Statistics.tryPrint();
    }

    @Export(name = "hz3_arena_cached")
    public static long arenaCached() {
        return Statistics.arenaBytesCached(Tls.heap());
    }

    @Export(name = "hz3_arena_out")
    public static long arenaOut() {
        return Statistics.arenaBytesOut();
    }

    @Export(name = "hz3_arena_resident")
    public static long arenaResident() {
        return Statistics.arenaBytesResident();
    }

    @Export(name = "hz3_retained")
    public static long retained() {
        return Statistics.bytesRetained();
    }

    @Export(name = "hz3_resident")
    public static long resident() {
        return Statistics.bytesResident();
    }

    @Export(name = "hz3_mappings")
    public static long mappings() {
        return Statistics.directBlocks() + Statistics.cachedMappings();
    }

    @Export(name = "hz3_mapped_bytes")
    public static long mappedBytes() {
        return Statistics.directBytes() + Statistics.cachedMappingBytes();
    }

    @Export(name = "hz3_direct_bytes")
    public static long directBytes() {
        return Statistics.directBytes();
    }

    /** Never runs; see {@link Malloc#main}. */
    static void main() {
        threadExit();
        forkPrepare();
        forkParent();
        forkChild();
        traceBegin(0, 0, 0, 0);
        traceEnd();
        purgeThreadIsWanted();
        purgeThreadRound();
        printStatistics();
        tryPrintStatistics();
        arenaCached();
        arenaOut();
        arenaResident();
        retained();
        resident();
        mappings();
        mappedBytes();
        directBytes();
    }
}
