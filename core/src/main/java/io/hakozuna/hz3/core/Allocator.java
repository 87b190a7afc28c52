package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.ArenaView;
import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Process;
import io.hakozuna.hz3.sys.Tls;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Allocate and free. The fast paths pop and push a list in the caller's heap block and count nothing; everything else is behind
 * {@link #allocateSlow} and {@link #freeOther}. The heap is always the caller's {@link Tls#heap}: for a thread that has none yet it is
 * a block of zeroes, in which every list is empty and every address out of range, so that the fast paths need no test for it.
 */
@StaticInit
@Unmanaged
public final class Allocator {
    private Allocator() {
    }

    /** A block of at least the size, aligned to 16 bytes; 0 if there is no memory. Sizes are unsigned. */
    public static long allocate(long size, long heap) {
        if (Cpu.unlikely(Long.compareUnsigned(size, SizeClasses.LINEAR_LIMIT - Canary.bytes()) > 0)) {
            return allocateStepped(size, heap);
        }
        // Bin 0, where size 0 ends up, is always empty.
        long bin = Cpu.within(size + Canary.bytes() + 15 >>> 4, 2 * SizeClasses.LINEAR_BINS - 1);
        long object = Memory.getLong(heap + Heap.HEADS + (bin << 3));
        if (Cpu.unlikely(object == 0)) {
            return allocateSlow(size, heap);
        }
        Memory.putLong(heap + Heap.HEADS + (Cpu.opaque(bin) << 3), FreeLink.get(object));
        Hardening.handOut(object, bin);
        return object;
    }

    /** The same past the linear classes: the stepped ones, and the bins of attached runs. */
    private static long allocateStepped(long size, long heap) {
        int bin;
        if (Long.compareUnsigned(size, SizeClasses.SMALL_LIMIT - Canary.bytes()) <= 0) {
            bin = SizeClasses.steppedBinOf(size + Canary.bytes());
        } else if (Long.compareUnsigned(size, Runs.bytesOf(SizeClasses.RUN_BIN_PAGES)) <= 0) {
            bin = SizeClasses.runBinOf(Runs.pagesFor(size));
        } else {
            return allocateSlow(size, heap);
        }
        long head = Heap.head(heap, bin);
        long object = Memory.getLong(head);
        if (Cpu.unlikely(object == 0)) {
            return allocateSlow(size, heap);
        }
        Memory.putLong(head, FreeLink.get(object));
        Hardening.handOut(object, bin);
        return object;
    }

    /** Frees a block; 0 is allowed. */
    public static void free(long address, long heap) {
        long page = address - ArenaView.base(heap + Heap.ARENA_BASE) >>> Arena.PAGE_SHIFT;
        if (Cpu.unlikely(Long.compareUnsigned(page, Memory.getLong(heap + Heap.ARENA_PAGES)) >= 0)) {
            freeOutside(address, heap);
            return;
        }
        freeTagged(address, heap, page, kind(heap, page));
    }

    /** The tag of a page without the heap's own owner: the bin, if an object of the page goes there. */
    private static long kind(long heap, long page) {
        return PageTag.getUnsigned(ArenaView.tags(heap + Heap.TAGS), page) ^ Memory.getLong(heap + Heap.OWNER_TAG);
    }

    private static void freeTagged(long address, long heap, long page, long bin) {
        if (!Cpu.unlikely(Long.compareUnsigned(bin, PageTag.BIN_MASK) > 0)) {
            Hardening.takeBack(address, bin);
            if (Quarantine.isOn()) {
                Quarantine.add(heap, address, bin);
                return;
            }
            FreeLink.put(address, Memory.getLong(heap + Heap.HEADS + (bin << 3)));
            Memory.putLong(heap + Heap.HEADS + (Cpu.opaque(bin) << 3), address);
        } else if (Hardening.isOn()) {
            freeAnyones(address, heap, page, bin);
        } else {
            freeOther(address, heap, page, bin);
        }
    }

    /**
     * Frees a block that the caller believes to have asked for with the size. It is a guess, and where the tag says otherwise the tag
     * decides. Where it is right the list is known without the tag: the processor goes on with the next allocation, whose block is in this
     * list, while the tag is on its way. It is for the library: between the calls of C it saves no time.
     */
    public static void freeSized(long address, long size, long heap) {
        long guess = size + 15 >>> 4 & 2 * SizeClasses.LINEAR_BINS - 1;
        long list = heap + Heap.HEADS + (guess << 3);
        long page = address - ArenaView.base(heap + Heap.ARENA_BASE) >>> Arena.PAGE_SHIFT;
        if (Hardening.isOn() || Cpu.unlikely(Long.compareUnsigned(page, Memory.getLong(heap + Heap.ARENA_PAGES)) >= 0)) {
            free(address, heap);
            return;
        }
        long bin = kind(heap, page);
        if (bin == guess) {
            FreeLink.put(address, Memory.getLong(list));
            Memory.putLong(list, address);
        } else {
            freeTagged(address, heap, page, bin);
        }
    }

    static long allocateSlow(long size, long current) {
        if (size < 0) {
            return orOutOfMemory(0);
        }
        long heap = Heaps.bind(current);
        long block;
        if (size > SizeClasses.SMALL_LIMIT - Canary.bytes() || heap == 0) {
            block = Large.allocate(heap, size, 1) & -2L;
        } else {
            block = allocateFromBin(heap, SizeClasses.binOf(Math.max(size, 1) + Canary.bytes()));
        }
        Heaps.unbind(current, heap);
        return orOutOfMemory(block);
    }

    /** An object of a bin, by the list or by a refill; a direct mapping where the arena is exhausted; 0 if there is no memory. */
    static long allocateFromBin(long heap, int bin) {
        long head = Heap.head(heap, bin);
        long object = Memory.getLong(head);
        if (object != 0) {
            Memory.putLong(head, FreeLink.get(object));
            Hardening.handOut(object, bin);
            return object;
        }
        object = Bins.refill(heap, bin);
        if (object == 0) {
            Limit.makeRoom(heap);
            object = Bins.refill(heap, bin);
        }
        if (object != 0) {
            Hardening.handOut(object, bin);
            return object;
        }
        // A mapping for a small block is for an arena that is full, and not for a few blocks more below the limit.
        return Limit.isSet() ? 0 : Direct.allocate(SizeClasses.sizeOf(bin), 1) & -2L;
    }

    static long orOutOfMemory(long block) {
        if (block == 0) {
            Process.outOfMemory();
        }
        return block;
    }

    /** An address outside the part of the arena that the heap knows: null, a direct mapping, a foreign block, or one of new pages. */
    static void freeOutside(long address, long heap) {
        if (address == 0) {
            return;
        }
        long page = Arena.ownPageOf(address);
        if (page < 0) {
            if (!Direct.free(address)) {
                Foreign.free(address);
            }
        } else {
            freeUnseen(address, heap, page);
        }
    }

    /** An address in pages that the heap has not heard of, since the arena has grown, or since it is none. */
    private static void freeUnseen(long address, long heap, long page) {
        long tag = Arena.tagOf(page) & 0xffffffffL;
        // A thread that only frees deserves a heap as well: without its stash every object would cost an atomic operation.
        long bound = Heaps.bind(heap, tag >>> PageTag.OWNER_SHIFT);
        if (bound != 0) {
            // The arena may have grown since this heap last looked.
            Memory.putLong(bound + Heap.ARENA_PAGES, Memory.getLongAcquire(Globals.at(Globals.ARENA_PAGES)));
            // Until the heap was this thread's, others could change tags that bear its number.
            tag = Arena.tagOf(page) & 0xffffffffL;
            long kind = tag ^ Memory.getLong(bound + Heap.OWNER_TAG);
            freeAnyones(address, bound, page, kind);
            Heaps.unbind(heap, bound);
        } else {
            RemoteFree.check(page, address, tag);
            Hardening.takeBackOthers(address, tag);
            RemoteFree.handOverOne(tag >>> PageTag.OWNER_SHIFT, address);
        }
    }

    /** An address in the arena that is not for the bin: of a detached span or a run of the heap's own, or another owner's. */
    static void freeOther(long address, long heap, long page, long kind) {
        if (kind >>> PageTag.OWNER_SHIFT == 0) {
            freeOwnSlow(heap, page, address, kind);
        } else {
            RemoteFree.free(heap, page, address, kind ^ Memory.getLong(heap + Heap.OWNER_TAG));
        }
    }

    /** The same with what is done at every free; where freed objects wait, one of the heap's own does. */
    private static void freeAnyones(long address, long heap, long page, long kind) {
        Hardening.takeBackAnyones(address, heap, kind);
        if (Quarantine.isOn() && kind >>> PageTag.OWNER_SHIFT == 0 && (kind & PageTag.RUN) == 0) {
            Quarantine.add(heap, address, kind & PageTag.BIN_MASK);
        } else {
            freeOther(address, heap, page, kind);
        }
    }

    private static void freeOwnSlow(long heap, long page, long address, long kind) {
        freeOwn(heap, page, address, kind);
        if (Cpu.unlikely((kind & PageTag.TRAP) != 0)) {
            Trap.caught(heap, page);
        }
        // A thread that only frees passes no other place that looks for what others sent home.
        if (Cpu.unlikely(Inbox.hasMail(heap))) {
            Inbox.drain(heap);
        }
    }

    /** Frees an object that does not go to its bin: of a detached span, or a run. The kind is its tag without the heap's own owner. */
    static void freeOwn(long heap, long page, long address, long kind) {
        if (kind >>> PageTag.OWNER_SHIFT != 0) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, address);
        } else if ((kind & PageTag.RUN) != 0) {
            Runs.free(heap, page, address);
        } else if ((kind & PageTag.DETACHED) != 0) {
            Spans.free(heap, page, address, kind & PageTag.BIN_MASK);
        } else {
            long head = heap + Heap.HEADS + ((kind & PageTag.BIN_MASK) << 3);
            FreeLink.put(address, Memory.getLong(head));
            Memory.putLong(head, address);
        }
    }
}
