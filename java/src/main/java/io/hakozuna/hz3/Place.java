package io.hakozuna.hz3;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;

/**
 * The stack that something was done by. It is kept as an exception catches it until somebody asks, for to read it takes four times as long
 * as to catch it, and most blocks are never asked about; but so caught it takes a kilobyte, so with many of them it is read and shared at
 * once.
 */
final class Place {
    /** The innermost ones. */
    private static final int MOST_FRAMES = 64;
    private static final int FRAMES_IN_A_LINE = 2;
    /** Frames that say nothing of whose memory it is. */
    private static final List<String> INSIDE = List.of("io.hakozuna.hz3.", "java.lang.foreign.", "jdk.internal.foreign.");

    /** So many blocks are many. */
    private static final long MANY = 1 << 15;

    /** Counters by thread, each in a cache line of its own, of what might have been sampled. */
    private static final int STRIPES = 64;
    private static final int STRIPE_SHIFT = 4;
    private static final AtomicIntegerArray ASKED = new AtomicIntegerArray(STRIPES << STRIPE_SHIFT);

    /** Null once it has been read. */
    private Throwable caught = new Throwable();
    private List<StackTraceElement> stack;

    private Place() {
    }

    /**
     * The caller's place if it is this one's turn to be kept, else null: every one, or with {@code leaks:100} every 100th of a thread.
     * There are so many blocks already that have one.
     */
    static Place sampled(long blocks) {
        return Check.RATE == 1 || isNext() ? here(blocks) : null;
    }

    private static boolean isNext() {
        int stripe = (int) Thread.currentThread().threadId() & STRIPES - 1;
        return Math.floorMod(ASKED.getAndIncrement(stripe << STRIPE_SHIFT), Check.RATE) == 0;
    }

    static Place here(long blocks) {
        Place place = new Place();
        if (blocks > MANY) {
            place.stack();
        }
        return place;
    }

    /** Innermost first, from the call of hz3 on; equal ones are the same object. */
    synchronized List<StackTraceElement> stack() {
        if (caught != null) {
            stack = SharedStacks.shared(fromTheCallOfHz3(caught.getStackTrace()));
            caught = null;
        }
        return stack;
    }

    /** Of the frames inside hz3 at the begin the last alone, which tells what was called. */
    private static List<StackTraceElement> fromTheCallOfHz3(StackTraceElement[] frames) {
        int inside = (int) Arrays.stream(frames).takeWhile(Place::isInside).count();
        return Arrays.stream(frames).skip(inside == frames.length ? 0 : Math.max(inside - 1, 0)).limit(MOST_FRAMES).toList();
    }

    /** The first frames outside hz3, in one line; of a place that was not kept, that it was not. */
    static String text(Place place) {
        return place == null ? "a place that was not sampled" : text(place.stack());
    }

    static String text(List<StackTraceElement> stack) {
        List<StackTraceElement> outside = stack.stream().dropWhile(Place::isInside).limit(FRAMES_IN_A_LINE).toList();
        List<StackTraceElement> named = outside.isEmpty() ? stack.subList(0, Math.min(FRAMES_IN_A_LINE, stack.size())) : outside;
        return named.stream().map(StackTraceElement::toString).collect(Collectors.joining(" < "));
    }

    private static boolean isInside(StackTraceElement frame) {
        return INSIDE.stream().anyMatch(frame.getClassName()::startsWith);
    }

    /** The stack as one that can be attached to an exception; an empty one of a place that was not kept. */
    static Throwable throwable(Place place, String message) {
        Throwable throwable = new Throwable(place == null ? message + ", at " + text(place) : message);
        throwable.setStackTrace(place == null ? new StackTraceElement[0] : place.stack().toArray(StackTraceElement[]::new));
        return throwable;
    }
}
