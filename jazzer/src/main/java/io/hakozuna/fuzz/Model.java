package io.hakozuna.fuzz;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.LiveBlocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is live after the calls of an input so far, by what the library promises; and these calls, whose outcome is compared with it. */
final class Model {
    /** Of all pieces; beyond it they are small. */
    private static final long MOST_BYTES = 32 << 20;
    private static final long SMALL = 4096;
    private static final int ARENAS = 8;
    private static final int MOST_CLOSED = 256;
    /** Opened at the same time they share a scope, says the library; as many more close it. */
    private static final int SHARED_ARENAS_OF_A_SCOPE = 64;
    private static final long LEAST_ALIGNMENT = 16;

    /** Scoped is one that has been asked for its scope before anything else, so that all it allocates has that. */
    private record OpenArena(Arena arena, boolean confined, boolean zeroed, boolean scoped, int owner, List<Piece> pieces) {
        OpenArena(Arena arena, boolean confined, boolean zeroed, Call call) {
            this(arena, confined, zeroed, confined || (call.detail() & 4) != 0, call.hand(), new ArrayList<>());
        }

        /** A shared one is anybody's. */
        int hand(Call call) {
            return confined ? owner : call.hand();
        }
    }

    private final Hands hands;
    private final Piece[] slots = new Piece[Call.SLOTS];
    private final OpenArena[] arenas = new OpenArena[ARENAS];
    private final List<Piece> closed = new ArrayList<>();
    private final LiveRanges ranges = new LiveRanges();
    private long liveBytes;
    private int pieces;

    Model(Hands hands) {
        this.hands = hands;
    }

    void make(Call call) {
        int arena = call.slot() % ARENAS;
        switch (call.kind()) {
            case ALLOCATE, ALLOCATE_ZEROED, ALLOCATE_ALIGNED, ALLOCATE_LOCAL, SEGMENT, ALIGNED_SEGMENT, SEGMENT_ALLOCATOR, BUFFER ->
                allocate(call);
            case REALLOCATE -> reallocate(call);
            case FREE, FREE_LOCAL -> empty(call);
            case LOOK -> look(call);
            case OPEN_ARENA -> open(call, arena);
            case ALLOCATE_IN_ARENA -> allocateIn(arenas[arena], call);
            case CLOSE_ARENA -> close(arena, call.hand());
            case LOOK_AT_CLOSED -> closed.forEach(piece -> let(call.hand(), () -> lookAtClosed(piece)));
            case END_THREAD -> endThread();
            case MEMORY_USE -> let(call.hand(), this::compareUse);
            case TRIM -> let(call.hand(), Hz3::trim);
            case REFUSED -> let(call.hand(), () -> beRefused(call, arenas[arena]));
            case MISUSE -> misuse(call);
        }
    }

    private void let(int hand, Runnable work) {
        hands.let(hand, () -> {
            work.run();
            return null;
        });
    }

    private long sizeOf(Call call) {
        return liveBytes + call.size() > MOST_BYTES ? call.size() % SMALL : call.size();
    }

    private void allocate(Call call) {
        empty(call);
        slots[call.slot()] = hands.let(call.hand(), () -> {
            long size = sizeOf(call);
            long alignment = call.alignment();
            return switch (call.kind()) {
                case ALLOCATE -> addRaw(Hz3.allocate(size), size, LEAST_ALIGNMENT);
                case ALLOCATE_ZEROED -> addZeroed(Hz3.allocateZeroed(size), size);
                case ALLOCATE_ALIGNED -> addRaw(Hz3.allocateAligned(size, alignment), size, alignment);
                case ALLOCATE_LOCAL -> addRaw(allocateLocal(call.hand(), size), size, LEAST_ALIGNMENT);
                case SEGMENT -> add(Hz3.allocateSegment(size), size, LEAST_ALIGNMENT, Piece.Form.SEGMENT);
                case ALIGNED_SEGMENT -> add(Hz3.allocateSegment(size, alignment), size, alignment, Piece.Form.SEGMENT);
                case SEGMENT_ALLOCATOR -> add(Hz3.segmentAllocator().allocate(size, alignment), size, alignment, Piece.Form.SEGMENT);
                default -> addBuffer(Hz3.allocateBuffer((int) size), size);
            };
        });
    }

    /** A virtual thread has no allocator of its own. */
    private static long allocateLocal(int hand, long size) {
        return hand == Hands.VIRTUAL ? Hz3.allocate(size) : Hz3.local().allocate(size);
    }

    private Piece addZeroed(long address, long size) {
        Piece.requireZeroes(Piece.raw(address, size));
        return addRaw(address, size, LEAST_ALIGNMENT);
    }

    private Piece addBuffer(ByteBuffer buffer, long size) {
        Finding.unless(buffer.order() == ByteOrder.nativeOrder() && buffer.position() == 0 && buffer.limit() == size,
            "a buffer of " + size + " bytes is " + buffer);
        return add(MemorySegment.ofBuffer(buffer), size, LEAST_ALIGNMENT, Piece.Form.BUFFER);
    }

    private Piece addRaw(long address, long size, long alignment) {
        Finding.unless(address != 0, "address 0");
        return add(Piece.raw(address, size), size, alignment, Piece.Form.RAW);
    }

    private Piece add(MemorySegment bytes, long size, long alignment, Piece.Form form) {
        Finding.unless(bytes.byteSize() == size, "not of " + size + " bytes: " + bytes);
        boolean isBlock = form != null;
        long least = isBlock ? Math.max(alignment, LEAST_ALIGNMENT) : alignment;
        Finding.unless((bytes.address() & least - 1) == 0, "not aligned to " + least + ": " + bytes);
        long usable = isBlock ? Hz3.usableSize(bytes.address()) : size;
        Finding.unless(Checks.ON ? usable == size : usable >= size, "usable are " + usable + " bytes of " + bytes);
        Piece piece = Piece.filled(bytes, form, pieces++);
        ranges.add(piece, usable);
        liveBytes += size;
        return piece;
    }

    private void remove(Piece piece) {
        piece.check();
        ranges.remove(piece);
        liveBytes -= piece.size();
    }

    private void reallocate(Call call) {
        Piece old = slots[call.slot()];
        if (old == null || old.form() != Piece.Form.RAW) {
            empty(call);
            slots[call.slot()] = hands.let(call.hand(), () -> addRaw(Hz3.reallocate(0, sizeOf(call)), sizeOf(call), LEAST_ALIGNMENT));
            return;
        }
        remove(old);
        slots[call.slot()] = hands.let(call.hand(), () -> {
            long size = sizeOf(call);
            long address = Hz3.reallocate(old.address(), size);
            old.requireKept(Piece.raw(address, size), Math.min(size, old.size()));
            return addRaw(address, size, LEAST_ALIGNMENT);
        });
    }

    private void empty(Call call) {
        Piece piece = slots[call.slot()];
        if (piece != null) {
            slots[call.slot()] = null;
            remove(piece);
            let(call.hand(), () -> free(piece, call));
        }
    }

    private static void free(Piece piece, Call call) {
        switch (piece.form()) {
            case SEGMENT -> Hz3.free(piece.bytes().asSlice(0, piece.size() & call.detail()));
            case BUFFER -> Hz3.free(piece.bytes().asByteBuffer().position((int) Math.min(call.detail(), piece.size())));
            case RAW -> freeRaw(piece, call);
        }
    }

    /** With the size that was asked for, another one, or none. */
    private static void freeRaw(Piece piece, Call call) {
        long told = (call.detail() & 1) == 0 ? piece.size() : call.size();
        boolean tells = (call.detail() & 2) == 0;
        if (call.kind() == Call.Kind.FREE_LOCAL && call.hand() != Hands.VIRTUAL) {
            if (tells) {
                Hz3.local().free(piece.address(), told);
            } else {
                Hz3.local().free(piece.address());
            }
        } else if (tells) {
            Hz3.free(piece.address(), told);
        } else {
            Hz3.free(piece.address());
        }
    }

    /** All that may be used of a block is used. */
    private void look(Call call) {
        Piece piece = slots[call.slot()];
        if (piece == null) {
            let(call.hand(), () -> Hz3.free(0));
            return;
        }
        remove(piece);
        slots[call.slot()] = hands.let(call.hand(), () -> {
            long usable = piece.form() == Piece.Form.RAW ? Hz3.usableSize(piece.address()) : piece.size();
            boolean isWhole = usable <= Call.LARGEST && (call.detail() & 1) != 0;
            MemorySegment bytes = isWhole ? Piece.raw(piece.address(), usable) : piece.bytes();
            return add(bytes, bytes.byteSize(), LEAST_ALIGNMENT, piece.form());
        });
    }

    private void open(Call call, int slot) {
        close(slot, call.hand());
        arenas[slot] = hands.let(call.hand(), () -> {
            OpenArena arena = switch (call.detail() & 3) {
                case 0 -> new OpenArena(Hz3.ofConfined(), true, true, call);
                case 1 -> new OpenArena(Hz3.ofConfinedUnzeroed(), true, false, call);
                case 2 -> new OpenArena(Hz3.ofShared(), false, true, call);
                default -> new OpenArena(Hz3.ofSharedUnzeroed(), false, false, call);
            };
            if (arena.scoped) {
                Finding.unless(arena.arena.scope().isAlive(), "an open arena's scope is dead");
            }
            return arena;
        });
    }

    private void allocateIn(OpenArena arena, Call call) {
        if (arena == null) {
            return;
        }
        arena.pieces.add(hands.let(arena.hand(call), () -> {
            long size = sizeOf(call);
            // Other bits than the size's.
            long alignment = 1L << call.slot() / ARENAS * 2;
            MemorySegment bytes = arena.arena.allocate(size, alignment);
            if (arena.zeroed) {
                Piece.requireZeroes(bytes);
            }
            Finding.unless(bytes.scope().isAlive(), "a dead scope: " + bytes);
            Finding.unless(!arena.scoped || bytes.scope().equals(arena.arena.scope()), "another scope than its arena's: " + bytes);
            return add(bytes, size, alignment, null);
        }));
    }

    /** By its thread if it has one. What is left of it can still be looked at. */
    private void close(int slot, int hand) {
        OpenArena arena = arenas[slot];
        if (arena == null) {
            return;
        }
        arenas[slot] = null;
        let(arena.confined ? arena.owner : hand, () -> {
            arena.pieces.forEach(Piece::check);
            arena.arena.close();
            Finding.unless(!arena.scoped || !arena.arena.scope().isAlive(), "the scope of an arena that is closed is alive");
            Checks.refuses(IllegalStateException.class, arena.arena::close);
            Checks.refuses(IllegalStateException.class, () -> arena.arena.allocate(1));
        });
        for (Piece piece : arena.pieces) {
            liveBytes -= piece.size();
            if (closed.size() < MOST_CLOSED) {
                closed.add(piece);
            }
        }
    }

    private static void lookAtClosed(Piece piece) {
        try {
            piece.checkClosed();
        } catch (IllegalStateException | WrongThreadException e) {
            return;
        }
        Finding.unless(!Checks.ON || piece.size() == 0, "an access after the close of its arena finds " + piece.bytes());
    }

    /** Closes the arenas first that nobody else can close. */
    private void endThread() {
        for (int i = 0; i < ARENAS; i++) {
            if (arenas[i] != null && arenas[i].confined && arenas[i].owner == Hands.ENDING) {
                close(i, Hands.ENDING);
            }
        }
        if (!hands.isEnded()) {
            let(Hands.ENDING, Model::endScopes);
            hands.end();
        }
    }

    private void compareUse() {
        Finding.unless(Hz3.memoryUse().inUse() >= liveBytes, "in use are " + liveBytes + ", but not by " + Hz3.memoryUse());
        Hz3.checkAll();
        List<LiveBlocks> held = Hz3.leaks();
        if (Checks.ON) {
            List<Piece> live = live();
            Finding.unless(held.stream().mapToLong(LiveBlocks::blocks).sum() == live.size()
                && held.stream().mapToLong(LiveBlocks::bytes).sum() == live.stream().mapToLong(Piece::size).sum(),
                "live are " + live.size() + " blocks, but not by " + held);
        } else {
            Finding.unless(held.isEmpty(), "without the check there are " + held);
        }
    }

    private List<Piece> live() {
        Stream<Piece> ofArenas = Arrays.stream(arenas).filter(Objects::nonNull).flatMap(arena -> arena.pieces.stream());
        return Stream.concat(Arrays.stream(slots).filter(Objects::nonNull), ofArenas).toList();
    }

    private void beRefused(Call call, OpenArena arena) {
        Piece piece = slots[call.slot()];
        Refusals.of(call, piece != null && piece.form() == Piece.Form.RAW ? piece.address() : 0, arena == null ? null : arena.arena,
            arena != null && arena.confined && arena.owner != call.hand());
        if (piece != null) {
            piece.check();
        }
    }

    private void misuse(Call call) {
        Piece piece = slots[call.slot()];
        if (piece == null || piece.form() != Piece.Form.RAW || !Checks.ON) {
            return;
        }
        let(call.hand(), () -> Checks.findsMisuse(piece, call.detail()));
        if (Checks.frees(call.detail())) {
            slots[call.slot()] = null;
            // Already looked at.
            ranges.remove(piece);
            liveBytes -= piece.size();
        }
    }

    /** Frees all. */
    void end(int hand) {
        for (int i = 0; i < Call.SLOTS; i++) {
            empty(new Call(Call.Kind.FREE, hand, i, 0, 0));
        }
        for (int i = 0; i < ARENAS; i++) {
            close(i, hand);
        }
        endThread();
    }

    /** Arenas that were closed keep their memory as long as others can join their scope: none can any more. */
    static void endScopes() {
        for (int i = 0; i < SHARED_ARENAS_OF_A_SCOPE; i++) {
            Hz3.ofShared().close();
        }
    }
}
