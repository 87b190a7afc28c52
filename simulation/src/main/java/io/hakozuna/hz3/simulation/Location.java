package io.hakozuna.hz3.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A word that has been accessed atomically: its last values as messages, the newest last. A read may return an old one, as long as no newer
 * one happens before the reader, by its write or by a read of it (coherence), and, if both are volatile, none is newer in their one order.
 * A message that was written with release carries its writer's clock, which a read with acquire joins; a read-modify-write passes on what
 * the message before it carries. After the promising semantics (Kang et al. 2017), without promises: a write is never seen before it is
 * made.
 */
final class Location {
    /** More old values than these are forgotten. */
    private static final int MOST_MESSAGES = 6;

    /** @param view what a reader that acquires learns, or null */
    private record Message(long value, int epoch, int[] view, boolean isVolatile, int[] readAt) {
    }

    final int bytes;
    private final List<Message> messages = new ArrayList<>();
    /** The time of each thread's last atomic write. */
    private final int[] written = new int[Clock.MOST_THREADS];

    Location(int bytes, long value, int epoch) {
        this.bytes = bytes;
        messages.add(new Message(value, epoch, null, false, new int[Clock.MOST_THREADS]));
    }

    /** How many values before the newest one the thread may still read. */
    int oldValues(SimulatedThread thread, Order order) {
        int newest = messages.size() - 1;
        for (int i = newest; i > 0; i--) {
            if (isKnown(messages.get(i), thread, order)) {
                return newest - i;
            }
        }
        return newest;
    }

    private static boolean isKnown(Message message, SimulatedThread thread, Order order) {
        if (Clock.covers(thread.clock, message.epoch) || order == Order.VOLATILE && message.isVolatile) {
            return true;
        }
        for (int i = 0; i < Clock.MOST_THREADS; i++) {
            if (message.readAt[i] != 0 && thread.clock[i] >= message.readAt[i]) {
                return true;
            }
        }
        return false;
    }

    /** The value that is so many before the newest one. */
    long read(SimulatedThread thread, Order order, int back) {
        Message message = messages.get(messages.size() - 1 - back);
        if (message.readAt[thread.id] == 0) {
            message.readAt[thread.id] = thread.clock[thread.id];
        }
        if (order.acquires()) {
            Clock.join(thread.clock, message.view);
        }
        return message.value;
    }

    void write(SimulatedThread thread, Order order, long value, boolean isUpdate) {
        int[] before = isUpdate ? messages.getLast().view : null;
        int[] view = order.releases() ? Clock.copy(thread.clock) : null;
        if (view == null && before != null) {
            view = Clock.copy(before);
        } else if (view != null) {
            Clock.join(view, before);
        }
        written[thread.id] = thread.clock[thread.id];
        add(new Message(value, thread.epoch(), view, order == Order.VOLATILE, new int[Clock.MOST_THREADS]));
        if (order.releases()) {
            thread.tick();
        }
    }

    /** A plain write, which nobody can race with. */
    void overwrite(SimulatedThread thread, long value) {
        add(new Message(value, thread.epoch(), null, false, new int[Clock.MOST_THREADS]));
    }

    private void add(Message message) {
        messages.add(message);
        if (messages.size() > MOST_MESSAGES) {
            messages.removeFirst();
        }
    }

    /** A thread whose atomic write does not happen before what the given one does now; -1 if there is none. */
    int unseenWriter(SimulatedThread thread) {
        for (int i = 0; i < Clock.MOST_THREADS; i++) {
            if (written[i] > thread.clock[i]) {
                return i;
            }
        }
        return -1;
    }
}
