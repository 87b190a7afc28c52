package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/** Objects of one owner and one class that are stashed together: the first and the last of a chain. Empty if there is no first. */
@StaticInit
@Unmanaged
final class Bucket {
    static final long FIRST = 0;
    static final long LAST = 8;

    private Bucket() {
    }

    /** Adds an object to a bucket; returns whether it is the first one. */
    static boolean add(long bucket, long object) {
        long first = Memory.getLong(bucket + FIRST);
        Memory.putLong(bucket + FIRST, object);
        if (Cpu.unlikely(first == 0)) {
            Memory.putLong(bucket + LAST, object);
            end(object);
            return true;
        }
        if (Cpu.unlikely(first == object)) {
            RemoteFree.failTwice(object);
        }
        FreeLink.put(object, first);
        return false;
    }

    /**
     * Ends a chain with its last object. Whoever takes the chain knows the last object and links it anew, so only checks that walk a chain
     * to its end need the null.
     */
    static void end(long last) {
        if (Knobs.s97RemoteStashSkipTailNull() == 0) {
            FreeLink.put(last, 0);
        }
    }

    /** Makes a group of what is in the bucket and adds it to the message for the owner. */
    static void empty(long heap, long bucket, long owner, long bin) {
        long first = Memory.getLong(bucket + FIRST);
        Memory.putLong(bucket + FIRST, 0);
        if (ListCheck.ofTransfers()) {
            ListCheck.chain(Text.STASH, owner, bin, first, Memory.getLong(bucket + LAST), ListCheck.UNKNOWN);
        }
        Mail.seal(first, Memory.getLong(bucket + LAST));
        Outbox.add(heap, owner, first);
    }
}
