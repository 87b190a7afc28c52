/**
 * The seam between the allocator's core and the machine: memory, operating system, thread and CPU. This is the JVM back end, made of
 * {@code java.lang.foreign} alone; the native back end in {@code preload} has the same classes with the same static methods, and
 * whichever of the two is on the class path is the one the core runs on. Addresses are {@code long}; names state the memory ordering.
 */
package io.hakozuna.hz3.sys;
