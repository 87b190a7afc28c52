package io.hakozuna.jmh.resident;

import io.hakozuna.jmh.rival.BlockRival;
import io.hakozuna.jmh.rival.RawRival;

/** Blocks that a thread holds. All calls are that thread's. */
interface Holder {
    /** Allocates a block of each of the sizes. */
    void fill(int[] sizes);

    /** Frees them all. */
    void empty();

    /** Of a rival, named {@code KIND/RIVAL}. */
    static Holder of(String name) {
        String rival = name.substring(name.indexOf('/') + 1);
        return switch (name.substring(0, Math.max(name.indexOf('/'), 0))) {
            case "raw" -> new Raw(RawRival.named(rival));
            case "segment" -> new Blocks(BlockRival.segments(rival));
            case "buffer" -> new Blocks(BlockRival.buffers(rival));
            default -> throw new IllegalArgumentException("no rival " + name + ": raw/RIVAL, segment/RIVAL or buffer/RIVAL");
        };
    }

    /** Addresses. */
    final class Raw implements Holder {
        private final RawRival memory;
        private long[] blocks = {};

        Raw(RawRival memory) {
            this.memory = memory;
        }

        @Override
        public void fill(int[] sizes) {
            blocks = new long[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                blocks[i] = memory.allocate(sizes[i]);
            }
        }

        @Override
        public void empty() {
            for (long block : blocks) {
                memory.free(block);
            }
            blocks = new long[0];
        }
    }

    /** Objects. */
    final class Blocks implements Holder {
        private final BlockRival memory;
        private Object[] blocks = {};

        Blocks(BlockRival memory) {
            this.memory = memory;
        }

        @Override
        public void fill(int[] sizes) {
            blocks = new Object[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                blocks[i] = memory.allocate(sizes[i]);
            }
        }

        @Override
        public void empty() {
            for (Object block : blocks) {
                memory.free(block);
            }
            blocks = new Object[0];
        }
    }
}
