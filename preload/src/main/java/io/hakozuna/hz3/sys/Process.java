package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** What the core shares with the process around it: the one block of global state, errno and the allocator it replaced. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Process {
    private Process() {
    }

    /** One zeroed page for the core's global state, the same for all threads. */
    @Import(name = "hz3_process_globals")
    public static native long globals();

    /** Records that memory has run out where the caller's API has a place for it: errno. */
    @Import(name = "hz3_process_out_of_memory")
    public static native void outOfMemory();

    /** Frees a block that is not ours through the next allocator in the process's link order. */
    @Import(name = "hz3_process_foreign_free")
    public static native void foreignFree(long address);

    @Import(name = "hz3_process_foreign_reallocate")
    public static native long foreignReallocate(long address, long size);

    @Import(name = "hz3_process_foreign_usable_size")
    public static native long foreignUsableSize(long address);
}
