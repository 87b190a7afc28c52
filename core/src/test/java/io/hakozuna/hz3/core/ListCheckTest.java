package io.hakozuna.hz3.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.sys.Memory;
import io.hakozuna.hz3.sys.Tls;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.function.Executable;

/**
 * Plants each corruption that the list checks are for in the objects' own words, as a program that writes to freed memory or frees twice
 * would, and in the counts. Runs with all three flags on, and with bins that have objects of their own heap only, as in the lane
 * {@code checked}. A heap that was spoilt stays so; each test has a thread and thus a heap of its own, which it never leaves to another
 * one, since it never ends.
 */
@ExtendWith(ListCheckTest.InAThreadOfItsOwn.class)
class ListCheckTest {
    private static final int OBJECTS = 4;

    private final long[] own = new long[OBJECTS];
    private final long[] others = new long[OBJECTS];
    private final CountDownLatch done = new CountDownLatch(1);
    private Thread other;
    private long heap;

    private static long size = 496;

    static final class InAThreadOfItsOwn implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch tested = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    ((ListCheckTest) method.getTarget().orElseThrow()).allocateObjectsOfTwoOwners();
                    test.proceed();
                } catch (Throwable e) {
                    failure.set(e);
                }
                tested.countDown();
                while (true) {
                    LockSupport.park();
                }
            });
            tested.await();
            if (failure.get() != null) {
                throw failure.get();
            }
        }
    }

    private void allocateObjectsOfTwoOwners() throws InterruptedException {
        size += 16;
        allocate(own);
        heap = Tls.heap();
        CountDownLatch allocated = new CountDownLatch(1);
        other = Thread.ofPlatform().start(() -> {
            allocate(others);
            allocated.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        allocated.await();
    }

    @AfterEach
    void endTheOther() throws InterruptedException {
        done.countDown();
        other.join();
    }

    private static void allocate(long[] objects) {
        for (int i = 0; i < objects.length; i++) {
            objects[i] = Allocator.allocate(size, Tls.heap());
        }
    }

    private static long ownerOf(long object) {
        return Arena.tagOf(Arena.pageOf(object)) >>> PageTag.OWNER_SHIFT;
    }

    private void stops(String box, String what, long owner, long address, Executable boundary) {
        String said = assertThrows(IllegalStateException.class, boundary).getMessage();
        assertEquals("hz3: [HZ3_%s] %s: owner=%d class=%d address=0x%x".formatted(box, what, owner, size, address), said);
    }

    private void send(long... objects) {
        for (int i = 0; i < objects.length; i++) {
            Mail.linkOne(objects[i], i + 1 < objects.length ? objects[i + 1] : 0);
        }
        Inbox.push(heap, objects[0], objects[objects.length - 1]);
    }

    @Test
    void aCircleInTheMail() {
        send(own[0], own[1], own[2]);
        Mail.linkOne(own[2], own[1]);
        String said = assertThrows(IllegalStateException.class, () -> Inbox.drainAll(heap)).getMessage();
        assertTrue(said.startsWith("hz3: [HZ3_INBOX] list goes in a circle: owner=" + ownerOf(own[0]) + " class=" + size), said);
    }

    @Test
    void mailThatLeadsOutOfTheArena() {
        send(own[0], own[1]);
        Mail.linkOne(own[1], 0x5555);
        String said = assertThrows(IllegalStateException.class, () -> Inbox.drainAll(heap)).getMessage();
        assertEquals("hz3: [HZ3_INBOX] link leads out of the arena: owner=" + ownerOf(own[0]) + " class=0 address=0x5555", said);
    }

    @Test
    void mailForSomebodyElse() {
        send(own[0], others[0]);
        stops("INBOX", "link leads to another owner", ownerOf(own[0]), others[0], () -> Inbox.drainAll(heap));
    }

    @Test
    void mailThatPointsIntoAnObject() {
        send(own[0], own[1] + 16);
        stops("INBOX", "link leads to no object", ownerOf(own[0]), own[1] + 16, () -> Inbox.drainAll(heap));
    }

    /** The one object that passes alone, round the stash. */
    @Test
    void anObjectThatPassesAlone() {
        stops("OUTBOX", "link leads to no object", ownerOf(others[0]), others[0] + 16, () -> RemoteFree.handOverOne(ownerOf(others[0]), others[0] + 16));
    }

    @Test
    void aWrongTailInTheOutbox() {
        stash();
        Mail.linkOne(others[1], 0);
        stops("OUTBOX", "list ends before its last object", ownerOf(others[0]), others[0], () -> RemoteFree.flush(heap));
    }

    @Test
    void anOutboxThatGoesOnAfterItsTail() {
        stash();
        Mail.linkOne(others[0], others[3]);
        stops("OUTBOX", "list goes on after its last object", ownerOf(others[0]), others[3], () -> RemoteFree.flush(heap));
    }

    /** Frees three of the other's objects; the first one freed is the message's last. */
    private void stash() {
        RemoteFree.flush(heap);
        for (int i = 0; i < 3; i++) {
            Allocator.free(others[i], heap);
        }
    }

    @Test
    void aDoubleFreeIntoASpansList() {
        detach();
        Allocator.free(own[0], heap);
        Allocator.free(own[1], heap);
        stops("SPANS", "object is in the list already", ownerOf(own[0]), own[0], () -> Allocator.free(own[0], heap));
    }

    @Test
    void aWrongCountOfASpan() {
        detach();
        Allocator.free(own[0], heap);
        long span = Span.ofPage(heap, Arena.pageOf(own[0]));
        Memory.putInt(span + Span.OUT, Memory.getInt(span + Span.OUT) - 1);
        stops("SPANS", "list has not as many objects as were counted", ownerOf(own[0]), own[0], () -> Allocator.free(own[1], heap));
    }

    @Test
    void aSpansListThatALaterWriteHasSpoilt() {
        detach();
        Allocator.free(own[0], heap);
        Memory.putLong(own[0], others[0]);
        stops("SPANS", "link leads to another owner", ownerOf(own[0]), others[0], () -> Allocator.allocate(size, heap));
    }

    private void detach() {
        Sweep.sweep(heap, SizeClasses.binOf(size));
    }

    @Test
    void aDoubleFreeIntoABin() {
        Allocator.free(own[0], heap);
        Allocator.free(own[1], heap);
        Allocator.free(own[0], heap);
        String said = assertThrows(IllegalStateException.class, () -> Sweep.sweep(heap, SizeClasses.binOf(size))).getMessage();
        assertTrue(said.startsWith("hz3: [HZ3_BINS] list goes in a circle: owner=" + ownerOf(own[0]) + " class=" + size), said);
    }

    @Test
    void aBinThatLeadsToAnotherClass() {
        long small = Allocator.allocate(48, heap);
        Allocator.free(own[0], heap);
        Memory.putLong(own[0], small);
        stops("BINS", "link leads to another class", ownerOf(own[0]), small, () -> Sweep.sweep(heap, SizeClasses.binOf(size)));
    }

    @Test
    void aListOnItsWayHomeThatALaterWriteHasSpoilt() {
        Allocator.free(own[0], heap);
        Allocator.free(own[1], heap);
        Sweep.sweepSome(heap, SizeClasses.binOf(size), 1);
        Memory.putLong(own[1], others[0]);
        stops("SPANS", "link leads to another owner", ownerOf(own[0]), others[0], () -> Sweep.sendHome(heap, 1000));
    }

    @Test
    void aBucketWithAWrongTail() {
        long bucket = Memory.onStack(16);
        Memory.putLong(bucket + Bucket.FIRST, 0);
        for (int i = 0; i < 3; i++) {
            Bucket.add(bucket, others[i]);
        }
        Memory.putLong(others[1], 0);
        stops("STASH", "list ends before its last object", ownerOf(others[0]), others[0],
            () -> Bucket.empty(heap, bucket, ownerOf(others[0]), SizeClasses.binOf(size)));
    }

    @Test
    void aRunFreedTwice() {
        size = 65_536;
        long run = Allocator.allocate(size, heap);
        long second = Allocator.allocate(size, heap);
        Allocator.free(run, heap);
        Allocator.free(second, heap);
        Allocator.free(run, heap);
        String said = assertThrows(IllegalStateException.class, () -> Runs.sweep(heap)).getMessage();
        size = 480 - 16;
        assertTrue(said.startsWith("hz3: [HZ3_RUNS] list goes in a circle: owner=" + ownerOf(run) + " class=65536"), said);
    }
}
