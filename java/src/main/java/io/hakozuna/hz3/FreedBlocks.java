package io.hakozuna.hz3;

import java.util.LinkedHashMap;
import java.util.Map;

/** The blocks that the allocator got back last, by address, so that one freed again long after is still known. */
final class FreedBlocks {
    private static final int MOST = 1 << 12;

    private final Map<Long, BlockRecord> blocks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BlockRecord> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(BlockRecord block) {
        // Out first: what was freed last is to be the youngest.
        blocks.remove(block.address);
        blocks.put(block.address, block);
    }

    /** Null if none is known. */
    synchronized BlockRecord get(long address) {
        return blocks.get(address);
    }

    synchronized void clear() {
        blocks.clear();
    }
}
