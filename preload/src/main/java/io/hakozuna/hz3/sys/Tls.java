package io.hakozuna.hz3.sys;

import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** What belongs to the calling thread: its heap block, its stack, whether it is on its way out, and a word for the trace. */
@StaticInit
@Unmanaged
@Include("hz3_native.h")
public final class Tls {
    private Tls() {
    }

    /** This thread's heap block, or {@link #noHeap} before its first allocation. Never 0. */
    @Import(name = "hz3_tls_get_heap")
    public static native long heap();

    @Import(name = "hz3_tls_set_heap")
    public static native void setHeap(long heap);

    /** A zeroed block that stands for "no heap yet": every list in it is empty and every address is out of its range. */
    @Import(name = "hz3_tls_no_heap")
    public static native long noHeap();

    /** The heap block that this thread was given, or 0; {@link #heap} is no longer the same if another thread has taken it. */
    @Import(name = "hz3_tls_get_own_heap")
    public static native long ownHeap();

    @Import(name = "hz3_tls_set_own_heap")
    public static native void setOwnHeap(long heap);

    /** Whether the calling thread can have a heap of its own: here every one. */
    public static boolean mayOwnHeap() {
        return true;
    }

    /** Where the calling thread's {@link #heap} is kept; 0 where other threads cannot write it. */
    @Import(name = "hz3_tls_slot")
    public static native long slot();

    /** A number that differs between threads that live at the same time. */
    @Import(name = "hz3_tls_slot")
    public static native long identity();

    /** An address above the calling thread's stack. */
    @Import(name = "hz3_tls_stack_top")
    public static native long stackTop();

    /** Whether the thread's exit callback has run, so that no further one may come. */
    @Import(name = "hz3_tls_is_exiting")
    public static native boolean exiting();

    @Import(name = "hz3_tls_set_exiting")
    public static native void setExiting();

    /** A word for the trace, 0 to begin with. */
    @Import(name = "hz3_tls_get_trace")
    public static native long trace();

    @Import(name = "hz3_tls_set_trace")
    public static native void setTrace(long word);

    /** Asks for the exit callback of this thread, which is a pthread key's destructor. */
    @Import(name = "hz3_tls_watch_exit")
    public static native void watchExit();

    /** Whether threads end without their exit callback, so that others must look whether they have. */
    public static boolean endsUnseen() {
        return false;
    }

    /** Whether the thread of that number has ended, where {@link #endsUnseen}. */
    public static boolean ended(int thread) {
        return false;
    }

    /** The caller has taken the heap of the thread; if that has {@link #ended}, its number may be another's from now on. */
    public static void forget(int thread) {
    }
}
