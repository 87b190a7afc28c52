package io.hakozuna.hz3.netty;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Netty's leak detection reports while it looks at every buffer. */
final class Leaks extends Handler {
    private final Logger logger = Logger.getLogger(ResourceLeakDetector.class.getName());
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final List<String> reports = new CopyOnWriteArrayList<>();

    Leaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** Reports of buffers that are garbage by now: the detector looks for such ones at each allocation. */
    List<String> reports(Hz3ByteBufAllocator allocator) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
            allocator.directBuffer(1).release();
        }
        return List.copyOf(reports);
    }

    @Override
    public void publish(LogRecord entry) {
        reports.add(entry.getMessage());
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        ResourceLeakDetector.setLevel(before);
    }
}
