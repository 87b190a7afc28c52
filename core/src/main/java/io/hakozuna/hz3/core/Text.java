package io.hakozuna.hz3.core;

import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * What the core can say, by number: the console prints a constant's name in lower case. The numbers are the constants' positions in
 * this class, which a test checks.
 */
@StaticInit
@Unmanaged
public final class Text {
    public static final int FREE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED = 0;
    public static final int USE_OF_AN_ADDRESS_THAT_IS_NOT_ALLOCATED = 1;
    public static final int ARENA = 2;
    public static final int RESERVED = 3;
    public static final int COMMITTED = 4;
    public static final int HEAPS = 5;
    public static final int DEAD = 6;
    public static final int BINS = 7;
    public static final int REFILLS = 8;
    public static final int CARVED = 9;
    public static final int HARVESTED = 10;
    public static final int SPANS = 11;
    public static final int OPENED = 12;
    public static final int RETIRED = 13;
    public static final int SWEEPS = 14;
    public static final int RUNS = 15;
    public static final int REMOTE = 16;
    public static final int OBJECTS = 17;
    public static final int HANDOVERS = 18;
    public static final int INBOX = 19;
    public static final int DRAINS = 20;
    public static final int PURGE = 21;
    public static final int PAGES = 22;
    public static final int DIRECT = 23;
    public static final int BLOCKS = 24;
    public static final int BYTES = 25;
    public static final int ADOPTIONS = 26;
    public static final int IN_USE = 27;

    public static final int DOUBLE_FREE_OF_AN_OBJECT = 28;
    public static final int CACHED = 29;
    public static final int HITS = 30;
    public static final int HOLLOWED = 31;
    public static final int TAKEN = 32;

    public static final int LIST_GOES_IN_A_CIRCLE = 33;
    public static final int LIST_GOES_ON_AFTER_ITS_LAST_OBJECT = 34;
    public static final int LIST_ENDS_BEFORE_ITS_LAST_OBJECT = 35;
    public static final int LIST_HAS_NOT_AS_MANY_OBJECTS_AS_WERE_COUNTED = 36;
    public static final int LINK_LEADS_OUT_OF_THE_ARENA = 37;
    public static final int LINK_LEADS_TO_ANOTHER_OWNER = 38;
    public static final int LINK_LEADS_TO_ANOTHER_CLASS = 39;
    public static final int LINK_LEADS_TO_NO_OBJECT = 40;
    public static final int OBJECT_IS_IN_THE_LIST_ALREADY = 41;
    public static final int STASH = 42;
    public static final int OUTBOX = 43;

    public static final int GUESTS = 44;
    public static final int COMMON = 45;
    public static final int CALLS = 46;
    public static final int LEASES = 47;
    public static final int GROUPS = 48;
    public static final int COUNT = 49;
    public static final int OWN_FREES = 50;
    public static final int OTHERS_FREES = 51;
    public static final int THREADS = 52;
    public static final int CLASSES = 53;
    public static final int LIVES = 54;
    public static final int UNTIL_THE_END = 55;

    public static final int MEMORY = 56;
    public static final int RETAINED = 57;
    public static final int RESIDENT = 58;
    public static final int SYSTEM = 59;
    public static final int MEMORY_LIMIT = 60;
    public static final int PROCESSORS = 61;
    public static final int ADOPTED_SEGMENTS = 62;

    public static final int LINKS = 63;
    public static final int OBJECT_WAS_WRITTEN_TO_AFTER_ITS_FREE = 64;
    public static final int LINK_LEADS_TO_NO_FREE_OBJECT = 65;
    public static final int FREE_OF_A_MISALIGNED_ADDRESS = 66;
    public static final int FREE_OF_AN_ADDRESS_INSIDE_AN_OBJECT = 67;
    public static final int FREE_OF_AN_OBJECT_THAT_WAS_NEVER_ALLOCATED = 68;
    public static final int OBJECT_WAS_WRITTEN_PAST_ITS_END = 69;

    private Text() {
    }
}
