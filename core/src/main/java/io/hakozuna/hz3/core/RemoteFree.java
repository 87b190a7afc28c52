package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Console;
import io.hakozuna.hz3.sys.Cpu;
import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The sender's side of a free of another owner's object: the stash in the sender's heap. When the stash has its bytes together, a
 * message goes to each owner. The bound is in bytes, since what lies in the stash is free memory that nobody can use.
 *
 * <p>How the stash is kept is a lane's choice ({@code HZ3_S97_REMOTE_STASH_BUCKET}): written at once into the {@link Outbox}, by owner
 * alone; or by owner and class, in {@link HashedStash}, {@link MappedStash} or {@link SortedStash}, and from there into the outbox.
 * Grouping by class costs the sender some instructions an object, and saves the owner one look at a page tag for each but the first of
 * a group: it pays, if at all, where few classes are in use.
 *
 * <p>An object is added to its owner's message at once and not noted in a ring first: its tag has just been read, and grouping in a later
 * pass would load it again ({@code docs/DECISIONS.md}). Its own line is not touched, where the message is a {@link Batch}.
 */
@StaticInit
@Unmanaged
final class RemoteFree {
    /** Values of {@code HZ3_S97_REMOTE_STASH_BUCKET}; those of the C hz3. */
    static final int HASHED = 1;
    static final int MAPPED = 2;
    private static final int SORTED = 6;

    /** What an object counts for beyond its size, so that small ones are handed over before they are many. */
    static final long OBJECT_COST = 256;

    private RemoteFree() {
    }

    /** Frees an object of another owner in a thread that has a heap. The tag is the one of the object's page. */
    static void free(long heap, long page, long object, long tag) {
        long bin = tag & PageTag.BIN_MASK;
        if (Cpu.unlikely(bin == 0) || Knobs.remoteStash() == 0) {
            freeAtOnce(heap, page, object, tag);
            return;
        }
        long owner = tag >>> PageTag.OWNER_SHIFT;
        if (Knobs.s97RemoteStashBucket() == HASHED) {
            HashedStash.add(heap, object, tag);
        } else if (Knobs.s97RemoteStashBucket() == MAPPED) {
            MappedStash.add(heap, object, owner, bin);
        } else if (Knobs.s97RemoteStashBucket() == SORTED) {
            SortedStash.add(heap, object);
        } else {
            long row = Outbox.row(heap, owner);
            if (Cpu.unlikely(!Outbox.isOf(row, owner) || Batch.areOn() && !Outbox.hasRoom(row))) {
                freeToNewRow(heap, object, tag);
                return;
            }
            if (Cpu.unlikely(Outbox.newest(row) == object)) {
                failTwice(object);
            }
            if (Batch.areOn()) {
                Outbox.addToBatch(row, object);
            } else {
                Outbox.addOne(row, object);
            }
        }
        count(heap, bin);
    }

    static void failTwice(long object) {
        Console.fatal(Text.DOUBLE_FREE_OF_AN_OBJECT, object);
    }

    /** For runs, which are too large for a stash, for lanes without one, and for addresses where nothing can begin. */
    private static void freeAtOnce(long heap, long page, long object, long tag) {
        if (tag == 0) {
            freeUntagged(page, object);
            return;
        }
        check(page, object, tag);
        Heap.count(heap, Heap.REMOTE_HANDOVERS, 1);
        long owner = tag >>> PageTag.OWNER_SHIFT;
        handOverOne(owner, object);
        Adoption.sentMail(heap, owner, object);
    }

    /** An address in the arena's range where the arena has nothing: of a mapping or a foreign block, or wrong. */
    private static void freeUntagged(long page, long object) {
        if (!Arena.isForeign(page)) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, object);
        }
        if (!Direct.free(object)) {
            Foreign.free(object);
        }
    }

    /** Stops the process if no object can begin at the address. */
    static void check(long page, long object, long tag) {
        if (tag == 0) {
            Console.fatal(Text.FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED, object);
        }
        if ((tag & PageTag.RUN) != 0) {
            Runs.checkStart(page, object);
        }
    }

    /** For the first object of a row or of a batch. */
    private static void freeToNewRow(long heap, long object, long tag) {
        // First: this may send what is in the rows.
        long batch = Batch.areOn() ? Batch.take(heap) : 0;
        Outbox.addSlow(heap, tag >>> PageTag.OWNER_SHIFT, object, batch);
        count(heap, tag & PageTag.BIN_MASK);
    }

    /** The same for an object that came by mail or lay in a bin: takes no memory, since that could take the mail once more. */
    static void sendOn(long heap, long page, long object, long tag) {
        long bin = tag & PageTag.BIN_MASK;
        if (Batch.areOn() && bin != 0) {
            Outbox.addSlow(heap, tag >>> PageTag.OWNER_SHIFT, object, 0);
            count(heap, bin);
        } else {
            free(heap, page, object, tag);
        }
    }

    /** Counts an object that has been stashed; sends everything off when there is no more room. */
    private static void count(long heap, long bin) {
        long size = Cpu.unlikely(bin > SizeClasses.LINEAR_BINS) ? SizeClasses.sizeOf((int) bin) : bin << 4;
        long room = Memory.getLong(heap + Heap.STASH_ROOM) - size - OBJECT_COST;
        Memory.putLong(heap + Heap.STASH_ROOM, room);
        if (Cpu.unlikely(room < 0)) {
            flush(heap);
        }
    }

    /** Sends everything in the stash to its owners. */
    static void flush(long heap) {
        if (Knobs.s97RemoteStashBucket() == HASHED) {
            HashedStash.empty(heap);
        } else if (Knobs.s97RemoteStashBucket() == MAPPED) {
            MappedStash.empty(heap);
        } else if (Knobs.s97RemoteStashBucket() == SORTED) {
            SortedStash.empty(heap);
        }
        Outbox.send(heap);
        Memory.putLong(heap + Heap.STASH_ROOM, Knobs.remoteStashBytes());
    }

    /** Gives one object to its owner. For threads without a heap as well. */
    static void handOverOne(long owner, long object) {
        if (ListCheck.ofTransfers()) {
            ListCheck.object(Text.OUTBOX, owner, ListCheck.ANY, object);
        }
        Arena.acquireOwner(object);
        // Before it is the owner's.
        int pages = runPages(Arena.pageOf(object));
        Mail.linkOne(object, 0);
        handOver(owner, object, object, pages);
    }

    /** Of a run that is not attached; else 0. */
    private static int runPages(long page) {
        return (Arena.tagOf(page) & PageTag.RUN) == 0 ? 0 : Memory.getInt(Arena.spanRecord(page) + Span.PAGES);
    }

    /** Gives a message, a run of so many pages or 0, to its owner; if that has no thread any more, takes it home in its place. */
    static void handOver(long owner, long first, long last, int pages) {
        long home = Arena.heapOf(owner);
        Inbox.push(home, first, last);
        IdleHeaps.takeIfBuried(home, pages);
        DeadHeaps.tidyIfDead(home);
    }
}
