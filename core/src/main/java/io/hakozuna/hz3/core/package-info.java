/**
 * The allocator, written in System Java: static methods on primitives, memory reached only through {@code io.hakozuna.hz3.sys}.
 *
 * <p>The boxes, from the outside in. {@link io.hakozuna.hz3.core.Allocator} is the front: size to bin, address to owner, and the two
 * fast paths. {@link io.hakozuna.hz3.core.Bins} refills a bin that ran empty. {@link io.hakozuna.hz3.core.Spans} cuts spans into
 * objects and knows how many are out. {@link io.hakozuna.hz3.core.Runs} serves 32 KiB to 4 MiB. {@link io.hakozuna.hz3.core.Segments}
 * gives pages to one heap, {@link io.hakozuna.hz3.core.Purge} gives their memory back, {@link io.hakozuna.hz3.core.Arena} gives
 * segments to heaps. {@link io.hakozuna.hz3.core.RemoteFree} and {@link io.hakozuna.hz3.core.Inbox} carry an object home to its owner.
 * {@link io.hakozuna.hz3.core.Heaps} binds threads to heaps. {@link io.hakozuna.hz3.core.Direct} maps what is too big.
 * {@link io.hakozuna.hz3.core.Blocks} adds what else can be asked of a block (zeroed, aligned, resized, its size), and
 * {@link io.hakozuna.hz3.core.Lifecycle} what happens when threads end, the process forks or somebody trims.
 * {@link io.hakozuna.hz3.core.Trace} writes down what a program asks, in the lane that has it.
 */
package io.hakozuna.hz3.core;
