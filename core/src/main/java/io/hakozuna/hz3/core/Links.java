package io.hakozuna.hz3.core;

import io.hakozuna.hz3.sys.Memory;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * Doubly linked lists through records. A list is the address of a word that holds its first record, or 0; a record is linked by two
 * of its words, given by their offsets, so that it can be in several lists at once.
 */
@StaticInit
@Unmanaged
final class Links {
    private Links() {
    }

    /** Puts a record in front. */
    static void push(long list, long record, long nextWord, long previousWord) {
        long next = Memory.getLong(list);
        Memory.putLong(record + nextWord, next);
        Memory.putLong(record + previousWord, 0);
        if (next != 0) {
            Memory.putLong(next + previousWord, record);
        }
        Memory.putLong(list, record);
    }

    /** Takes a record out of the list it is in. */
    static void remove(long list, long record, long nextWord, long previousWord) {
        long next = Memory.getLong(record + nextWord);
        long previous = Memory.getLong(record + previousWord);
        if (next != 0) {
            Memory.putLong(next + previousWord, previous);
        }
        Memory.putLong(previous == 0 ? list : previous + nextWord, next);
    }
}
