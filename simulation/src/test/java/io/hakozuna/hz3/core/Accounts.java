package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import java.util.HashSet;
import java.util.Set;

/** What the heaps have in common while no thread is inside: no lock is held, the list of the dead is that of the dead, sums are sums. */
final class Accounts {
    private static final int STRIPES = 16;
    private static final long STRIPE_BYTES = 64;

    private Accounts() {
    }

    static void check() {
        locks();
        expect(Heaps.owners() - Memory.getLong(Globals.at(Globals.COMMON_COUNT)) <= Knobs.numShards(), "more owners than may be",
            Heaps.owners());
        dead();
        expect(Memory.getLong(Globals.at(Globals.WARM_BYTES)) == Statistics.sum(Heap.WARM_BYTES), "warm bytes miscounted", 0);
        expect(Memory.getLong(Globals.at(Globals.REPORTED_PAGES)) == Statistics.sum(Heap.REPORTED_PAGES), "reported pages miscounted", 0);
        held();
        if (Knobs.s97RemoteStashBucket() == 0 && Heaps.owners() <= Outbox.ROWS) {
            for (int owner = 1; owner <= Heaps.owners(); owner++) {
                stash(Arena.heapOf(owner));
            }
        }
    }

    private static void locks() {
        long[] locks = {Globals.ARENA_LOCK, Globals.STATISTICS_LOCK, Globals.DIRECT_CACHE, Globals.TAKING_LOCK, Globals.LEFTOVERS,
            Globals.PURGE_THREAD_LOCK};
        for (long lock : locks) {
            expectFree(Globals.at(lock));
        }
        for (int i = 0; i < STRIPES; i++) {
            expectFree(Globals.at(Globals.DIRECT_STRIPES) + i * STRIPE_BYTES);
        }
        for (int owner = 1; owner <= Heaps.owners(); owner++) {
            expectFree(Arena.heapOf(owner) + Heap.GUEST_LOCK);
        }
    }

    private static void expectFree(long lock) {
        expect(Memory.getIntAcquire(lock) == 0, "a lock is held", lock);
    }

    private static void dead() {
        Set<Long> listed = new HashSet<>();
        for (long heap = Memory.getLong(Globals.at(Globals.DEAD_HEAPS)); heap != 0; heap = Memory.getLong(heap + Heap.NEXT_DEAD)) {
            expect(listed.add(heap), "a heap is in the list of the dead twice", heap);
        }
        expect(listed.size() == Memory.getLong(Globals.at(Globals.DEAD_HEAP_COUNT)), "dead heaps miscounted", listed.size());
        for (int owner = 1; owner <= Heaps.owners(); owner++) {
            long heap = Arena.heapOf(owner);
            int state = Memory.getIntAcquire(heap + Heap.STATE);
            expect(state == Heap.STATE_LIVE || state == Heap.STATE_DEAD, "somebody holds a heap", heap);
            boolean isDead = state == Heap.STATE_DEAD && !Guests.isCommon(heap);
            expect(listed.contains(heap) == isDead, "dead and not in the list, or the reverse", heap);
            expect(!isDead || Memory.getIntOpaque(heap + Heap.THREAD) == 0, "a dead heap has a thread", heap);
        }
    }

    /** All that counts for the limit is there, and nothing else. */
    private static void held() {
        long bytes = leftovers();
        if (Limit.isSet()) {
            long pages = Statistics.arenaBytesInUse() + Statistics.arenaBytesRetained() >>> Arena.PAGE_SHIFT;
            bytes += Limit.ofPages(pages) + Direct.mappedBytes() + DirectCache.cachedBytes();
        } else {
            bytes = 0;
        }
        long held = Memory.getLongAcquire(Globals.at(Globals.HELD_BYTES));
        expect(held == bytes, "the limit counts " + held + " bytes", bytes);
        expect(!Limit.isSet() || held <= Knobs.memLimit(), "more than the limit", held);
    }

    /** The bytes of what could not be given back and is counted for the limit. */
    private static long leftovers() {
        long state = Globals.at(Globals.LEFTOVERS);
        long bytes = 0;
        int count = 0;
        long last = 0;
        for (long at = Memory.getLong(state + 8); at != 0; at = Memory.getLong(at)) {
            bytes += Memory.getLong(at + 16) != 0 ? Memory.getLong(at + 8) : 0;
            last = at;
            count++;
        }
        expect(count == Memory.getIntOpaque(state + 4), "leftovers miscounted", count);
        expect(last == Memory.getLong(state + 16), "the last leftover is another one", last);
        return bytes;
    }

    private static long costOfAddresses(long batch, long end) {
        long cost = 0;
        for (long place = Batch.begin(batch); place < end; place += Batch.ADDRESS_BYTES) {
            cost += cost(Memory.getLong(place));
        }
        return cost;
    }

    private static long cost(long object) {
        return SizeClasses.sizeOf(Arena.tagOf(Arena.pageOf(object)) & PageTag.BIN_MASK) + RemoteFree.OBJECT_COST;
    }

    /** The room in a stash is what its objects leave. */
    private static void stash(long heap) {
        long room = Knobs.remoteStashBytes();
        for (int row = 0; row < Outbox.ROWS; row++) {
            long group = Outbox.first(Outbox.row(heap, row));
            while (group != 0) {
                long link = Mail.linkOf(group);
                room -= Mail.hasMore(link) ? costOfAddresses(group, Batch.endOf(group)) : cost(group);
                group = Mail.next(link);
            }
            long next = Outbox.next(Outbox.row(heap, row));
            room -= next == 0 ? 0 : costOfAddresses(Batch.of(next), next);
        }
        expect(room == Memory.getLong(heap + Heap.STASH_ROOM), "the room in the stash is miscounted by " + room, heap);
        expect(room >= 0, "the stash has more than it may", heap);
    }
}
