package io.hakozuna.hz3;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Each stack once, as long as somebody refers to it, so that a million blocks of one place cost one stack and are grouped by identity. */
final class SharedStacks {
    private static final ConcurrentHashMap<Shared, Shared> STACKS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<List<StackTraceElement>> FORGOTTEN = new ReferenceQueue<>();

    /** Equal to another one of an equal stack; once its own is forgotten, to itself alone. */
    private static final class Shared extends WeakReference<List<StackTraceElement>> {
        private final int hash;

        Shared(List<StackTraceElement> stack) {
            super(stack, FORGOTTEN);
            hash = stack.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            List<StackTraceElement> stack = get();
            return this == other || stack != null && other instanceof Shared shared && hash == shared.hash && stack.equals(shared.get());
        }
    }

    private SharedStacks() {
    }

    /** The one object for all equal stacks. */
    static List<StackTraceElement> shared(List<StackTraceElement> stack) {
        for (Reference<?> gone = FORGOTTEN.poll(); gone != null; gone = FORGOTTEN.poll()) {
            STACKS.remove(gone);
        }
        Shared mine = new Shared(stack);
        List<StackTraceElement> found = null;
        while (found == null) {
            Shared known = STACKS.putIfAbsent(mine, mine);
            // If it has been forgotten just now it is equal to nothing the next time.
            found = known == null ? stack : known.get();
        }
        return found;
    }
}
