package io.hakozuna.hz3.core;

import static io.hakozuna.hz3.core.Ledger.expect;

import io.hakozuna.hz3.sys.Knobs;
import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the whole arena while no other thread is inside: tags agree with spans, counts with lists, no object is in two lists, every page
 * of every segment and every carved object is accounted for. For lanes whose stash is the outbox.
 */
final class Invariants {
    /** All free objects that any list has. */
    private final Set<Long> free = new HashSet<>();
    /** Those that are not in their span's own list, by their span. */
    private final Map<Long, Integer> cached = new HashMap<>();
    private final Map<Long, Integer> live = new HashMap<>();
    private final Set<Long> attached = new HashSet<>();
    private final Set<Long> partial = new HashSet<>();
    private final Map<Long, Long> segments = new HashMap<>();
    private final Set<Long> runs = new HashSet<>();

    private Invariants() {
    }

    /** Throws if anything is wrong. The addresses are all the blocks that the program holds. */
    static void check(List<Long> blocks) {
        new Invariants().look(blocks);
    }

    private void look(List<Long> blocks) {
        long owners = Heaps.owners();
        for (int owner = 1; owner <= owners; owner++) {
            lists(Arena.heapOf(owner));
        }
        for (long block : blocks) {
            expect(!free.contains(block), "a block in use is in a list of free ones", block);
            long page = Arena.ownPageOf(block);
            if (page >= 0) {
                count(live, page, block);
            }
        }
        for (int owner = 1; owner <= owners; owner++) {
            segments(Arena.heapOf(owner));
        }
        arena();
        Accounts.check();
        for (long run : runs) {
            expect(free.contains(run) || blocks.contains(run), "a run is neither in use nor free", run);
        }
    }

    private void add(long object) {
        expect(free.add(object), "an object is in two lists", object);
    }

    private void addCached(long object) {
        add(object);
        count(cached, Arena.pageOf(object), object);
    }

    private static void count(Map<Long, Integer> counts, long page, long object) {
        int tag = Arena.tagOf(page);
        int bin = tag & PageTag.BIN_MASK;
        expect(tag != 0, "an object in a page without a tag", object);
        if ((tag & PageTag.RUN) != 0 || bin >= SizeClasses.BINS) {
            expect(object == Runs.start(page), "no run begins there", object);
            return;
        }
        long record = Arena.spanRecord(page);
        long span = record - Memory.getInt(record + Span.BACK) * Span.RECORD_BYTES;
        long start = Arena.addressOf(page - Memory.getInt(record + Span.BACK));
        expect((object - start) % SizeClasses.sizeOf(bin) == 0, "no object begins there", object);
        expect((object - start) / SizeClasses.sizeOf(bin) < Memory.getInt(span + Span.CARVED), "not carved yet", object);
        counts.merge(span, 1, Integer::sum);
    }

    /** The heap's bins, its mail and what it has for others. */
    private void lists(long heap) {
        int ownTag = Memory.getInt(heap + Heap.OWNER_TAG);
        for (int bin = 1; bin < SizeClasses.BINS + SizeClasses.RUN_BIN_PAGES; bin++) {
            for (long object = Memory.getLong(Heap.head(heap, bin)); object != 0; object = Memory.getLong(object)) {
                addCached(object);
                int tag = Arena.tagOf(Arena.pageOf(object)) ^ ownTag;
                int kind = mayHaveOthers(bin) ? tag & (1 << PageTag.OWNER_SHIFT) - 1 : tag;
                boolean isKept = (kind & ~PageTag.TRAP) == PageTag.RUN && bin == SizeClasses.runBinOf(pagesOf(object));
                expect(isKept || (kind & ~(PageTag.DETACHED | PageTag.TRAP)) == bin, "a bin has an object of another kind", object);
            }
        }
        for (int bin = 1; bin < SizeClasses.BINS; bin++) {
            long first = Memory.getLong(heap + Heap.GOING_HOME + bin * 8L);
            for (long object = first; object != 0; object = Memory.getLong(object)) {
                addCached(object);
            }
            long oldest = Memory.getLong(Heap.classRecord(heap, bin) + Heap.OLDEST_ATTACHED);
            expect(first == 0 || oldest == 0, "attached while going home", heap);
            classLists(heap, bin);
        }
        long inbox = Memory.getLongAcquire(heap + Heap.INBOX);
        boolean dead = Memory.getIntAcquire(heap + Heap.STATE) == Heap.STATE_DEAD;
        expect(inbox == 0 || !dead || mailMayWait(), "mail of a dead heap that nobody took home", heap);
        mail(inbox);
        mail(Memory.getLong(heap + Heap.UNSORTED));
        for (int row = 0; row < Outbox.ROWS; row++) {
            mail(Outbox.first(Outbox.row(heap, row)));
            openBatch(Outbox.next(Outbox.row(heap, row)));
        }
    }

    private static int pagesOf(long run) {
        return Memory.getInt(Arena.spanRecord(Arena.pageOf(run)) + Span.PAGES);
    }

    /** Whether objects of other owners may be in a bin: taken mail, without runs. */
    private static boolean mayHaveOthers(int bin) {
        return Knobs.takeMail() != 0 && bin < SizeClasses.BINS;
    }

    /** Whether a heap becomes a dead one at somebody's tick, from where on its mail waits for the next tick. */
    private static boolean mailMayWait() {
        return Knobs.takeIdleHeaps() != 0 || Tls.endsUnseen();
    }

    private void mail(long first) {
        long group = first;
        while (group != 0) {
            long link = Mail.linkOf(group);
            addCached(group);
            if (Mail.hasMore(link) && Batch.areOn()) {
                addAddresses(group, Batch.endOf(group));
            } else if (Mail.hasMore(link)) {
                long last = Mail.last(group);
                for (long object = Memory.getLong(group); ; object = Memory.getLong(object)) {
                    addCached(object);
                    if (object == last) {
                        break;
                    }
                }
            }
            group = Mail.next(link);
        }
    }

    /** The batch that is being written in a row of the outbox, if there is one. */
    private void openBatch(long next) {
        if (next != 0) {
            addCached(Batch.of(next));
            addAddresses(Batch.of(next), next);
        }
    }

    private void addAddresses(long batch, long end) {
        expect(end > Batch.begin(batch) && Batch.of(end) == batch, "a batch ends elsewhere", batch);
        for (long place = Batch.begin(batch); place < end; place += Batch.ADDRESS_BYTES) {
            addCached(Memory.getLong(place));
        }
    }

    private void classLists(long heap, int bin) {
        long record = Heap.classRecord(heap, bin);
        int count = 0;
        long newest = 0;
        for (long span = Memory.getLong(record + Heap.OLDEST_ATTACHED); span != 0; span = Memory.getLong(span + Span.NEXT)) {
            expect(attached.add(span), "attached twice", span);
            newest = span;
            count++;
        }
        expect(newest == Memory.getLong(record + Heap.NEWEST_ATTACHED), "the newest attached span is another one", record);
        expect(count == Memory.getInt(record + Heap.ATTACHED_COUNT), "attached spans miscounted", record);
        long carved = Memory.getLong(record + Heap.CARVE_SPAN);
        expect(carved == 0 || attached.contains(carved) && Span.hasRoom(carved), "carved and not attached, or full", carved);
        for (long span = Memory.getLong(record + Heap.PARTIAL_SPANS); span != 0; span = Memory.getLong(span + Span.NEXT)) {
            expect(partial.add(span), "partial twice", span);
        }
    }

    /** All segments of a heap, page by page. */
    private void segments(long heap) {
        Set<Long> available = new HashSet<>();
        for (long s = Memory.getLong(heap + Heap.AVAILABLE_SEGMENTS); s != 0; s = Memory.getLong(s + Segments.NEXT)) {
            expect(available.add(s), "available twice", s);
        }
        long dirty = 0;
        long attachedPages = 0;
        for (long s = Memory.getLong(heap + Heap.ALL_SEGMENTS); s != 0; s = Memory.getLong(s + Segments.ALL_NEXT)) {
            expect(segments.put(s, heap) == null, "a segment has two heaps", s);
            expect(Segments.owner(s) == Heap.owner(heap), "a segment says that it is another heap's", s);
            expect(Segments.state(s) == Segments.COMMITTED, "a heap has a segment without memory", s);
            long freePages = Memory.getLong(s + Segments.FREE_PAGES);
            long dirtyPages = Memory.getLong(s + Segments.DIRTY_PAGES);
            expect((dirtyPages & ~freePages) == 0, "a page in use is dirty", s);
            expect(available.remove(s) == (freePages != 0), "a segment is in the wrong list", s);
            dirty += Long.bitCount(dirtyPages);
            attachedPages += pages(heap, s, freePages);
        }
        expect(available.isEmpty(), "available and not the heap's", heap);
        expect(dirty == Memory.getLong(heap + Heap.DIRTY_PAGES), "dirty pages miscounted", heap);
        expect(attachedPages == Memory.getLong(heap + Heap.ATTACHED_PAGES), "attached pages miscounted", heap);
    }

    /** Returns how many pages are attached spans'. */
    private long pages(long heap, long segment, long freePages) {
        long first = Segments.firstPage(segment);
        long attachedPages = 0;
        int index = Guards.ofSegment();
        while (index < Arena.SEGMENT_PAGES) {
            long page = first + index;
            int tag = Arena.tagOf(page);
            if ((freePages >>> index & 1) != 0) {
                expect(tag == 0, "a free page has a tag", page);
                index++;
                continue;
            }
            expect(tag >>> PageTag.OWNER_SHIFT == Heap.owner(heap), "a page is nobody's or another heap's", page);
            long span = Arena.spanRecord(page);
            int pages = Memory.getInt(span + Span.PAGES);
            expect(pages > 0 && index + pages <= Arena.SEGMENT_PAGES, "a span or run is too long", page);
            expect((freePages >>> index & -1L >>> 64 - pages) == 0, "a page of a span or run is free", page);
            boolean isRun = (tag & PageTag.RUN) != 0 || (tag & PageTag.BIN_MASK) >= SizeClasses.BINS;
            if (isRun) {
                runs.add(Runs.start(page));
                for (int i = 1; i < pages; i++) {
                    expect(Arena.tagOf(page + i) == 0, "a page in a run has a tag", page + i);
                }
            } else {
                span(heap, page, span, tag);
                attachedPages += Memory.getInt(span + Span.STATE) == Span.STATE_ATTACHED ? pages : 0;
            }
            index += pages;
        }
        return attachedPages;
    }

    private void span(long heap, long page, long span, int tag) {
        int state = Memory.getInt(span + Span.STATE);
        int pages = Memory.getInt(span + Span.PAGES);
        boolean detached = (tag & PageTag.DETACHED) != 0;
        expect((tag & PageTag.BIN_MASK) == Memory.getInt(span + Span.BIN), "tag and span have different classes", span);
        for (int i = 0; i < pages; i++) {
            expect(((Arena.tagOf(page + i) ^ tag) & ~PageTag.TRAP) == 0, "the tags of a span differ", page + i);
            expect(Memory.getInt(Arena.spanRecord(page + i) + Span.BACK) == i, "a page does not know its span", page + i);
        }
        expect(detached == (state != Span.STATE_ATTACHED), "tag and span differ on whether it is attached", span);
        expect(attached.contains(span) == (state == Span.STATE_ATTACHED), "attached and not in the list, or the reverse", span);
        expect(partial.contains(span) == (state == Span.STATE_PARTIAL), "partial and not in the list, or the reverse", span);
        int carved = Memory.getInt(span + Span.CARVED);
        expect(Memory.getInt(span + Span.HIDDEN) == overHollowPages(span, carved), "hidden objects miscounted", span);
        int away = live.getOrDefault(span, 0) + cached.getOrDefault(span, 0);
        if (!detached) {
            int known = carved - Memory.getInt(span + Span.HIDDEN);
            expect(known == away, "objects are lost, or there are too many: " + away + " of " + known, span);
            return;
        }
        int listed = 0;
        for (long object = Memory.getLong(span + Span.FREE_LIST); object != 0; object = Memory.getLong(object)) {
            add(object);
            listed++;
        }
        expect(listed == Span.freeObjects(span), "free objects miscounted", span);
        expect(Memory.getInt(span + Span.OUT) == away, "objects are lost, or there are too many: " + away, span);
        expect(state != Span.STATE_FULL || listed == 0 && !Span.hasMore(span), "a full span has room", span);
        expect(state != Span.STATE_PARTIAL || listed != 0 || Span.hasMore(span), "a partial span has none", span);
    }

    /** How many objects of a span lie in hollow pages, at least in part. */
    private static int overHollowPages(long span, int carved) {
        int hollow = Memory.getInt(span + Span.HOLLOW_PAGES);
        int objects = 0;
        for (int index = 0; hollow != 0 && index < carved; index++) {
            int begin = index * Span.size(span);
            boolean isOver = false;
            for (int page = begin >>> 12; page <= begin + Span.size(span) - 1 >>> 12; page++) {
                isOver |= (hollow >>> page & 1) != 0;
            }
            objects += isOver ? 1 : 0;
        }
        return objects;
    }

    /** The segments that no heap has. */
    private void arena() {
        Set<Long> inArena = new HashSet<>();
        for (long s = Memory.getLong(Globals.at(Globals.FREE_SEGMENTS)); s != 0; s = Memory.getLong(s + Segments.NEXT)) {
            expect(inArena.add(s), "a segment is in the arena twice", s);
        }
        long frontier = Memory.getLongAcquire(Globals.at(Globals.SEGMENT_FRONTIER));
        for (long i = 0; i < frontier; i++) {
            long segment = Segments.ofPage(i * Arena.SEGMENT_PAGES);
            boolean gone = Segments.state(segment) == Segments.GONE;
            expect(segments.containsKey(segment) != inArena.contains(segment) || gone, "a segment is lost", segment);
            if (inArena.contains(segment)) {
                expect(Segments.isEmpty(segment) && Segments.owner(segment) == 0, "a segment in the arena is in use", segment);
                for (int page = 0; page < Arena.SEGMENT_PAGES; page++) {
                    expect(Arena.tagOf(i * Arena.SEGMENT_PAGES + page) == 0, "a page in the arena has a tag", segment);
                }
            }
        }
    }
}
