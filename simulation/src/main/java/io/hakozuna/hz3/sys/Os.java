package io.hakozuna.hz3.sys;

import io.hakozuna.hz3.simulation.Kernel;
import io.hakozuna.hz3.simulation.Simulation;

/** The operating system of the simulated process. */
public final class Os {
    private static final int PROCESSORS = 2;
    private static final int EIO = 5;

    private Os() {
    }

    private static Kernel kernel() {
        return Simulation.current().kernel();
    }

    public static long reserve(long bytes) {
        return kernel().reserve(bytes);
    }

    public static boolean commit(long address, long bytes) {
        return kernel().commit(address, bytes);
    }

    public static boolean protect(long address, long bytes) {
        return kernel().protect(address, bytes);
    }

    public static boolean decommit(long address, long bytes) {
        return kernel().decommit(address, bytes);
    }

    public static int mapAt(long address, long bytes) {
        return kernel().mapAt(address, bytes);
    }

    public static long map(long bytes) {
        return kernel().map(bytes);
    }

    public static boolean unmap(long address, long bytes) {
        return kernel().unmap(address, bytes);
    }

    public static boolean purge(long address, long bytes) {
        return kernel().purge(address, bytes);
    }

    public static void hugePages(long address, long bytes, int mode) {
    }

    public static long residentBytes(long address, long bytes) {
        return kernel().residentBytes(address, bytes);
    }

    public static boolean remapInPlace(long address, long oldBytes, long newBytes) {
        return kernel().remapInPlace(address, oldBytes, newBytes);
    }

    public static long remap(long address, long oldBytes, long newBytes) {
        return kernel().remap(address, oldBytes, newBytes);
    }

    public static long addressSpaceLimit() {
        return Simulation.current().addressSpaceLimit();
    }

    public static long memoryLimit() {
        return Simulation.current().memoryLimit();
    }

    public static int processors() {
        return PROCESSORS;
    }

    public static long milliseconds() {
        return kernel().milliseconds();
    }

    public static void waitWhile(long address, int value) {
        kernel().waitWhile(address, value);
    }

    public static void wake(long address) {
        kernel().wake(address);
    }

    public static int threadId() {
        return Simulation.current().threadNumber();
    }

    public static long sleepsOutside(int thread, long stackTop) {
        return kernel().sleepsOutside(thread);
    }

    /** The same each time, as all is in a run that can be repeated. */
    public static long secret() {
        return 0x9e3779b97f4a7c15L;
    }

    public static int processId() {
        return 1;
    }

    /** There are no files. */
    public static int createFile(long name) {
        return EIO;
    }

    public static int appendToFile(long name, long address, long bytes) {
        return EIO;
    }
}
