/**
 * The allocators that are measured, hz3 and others, behind one interface for each kind of block: {@link io.hakozuna.jmh.rival.RawRival},
 * {@link io.hakozuna.jmh.rival.BlockRival} and {@link io.hakozuna.jmh.rival.ArenaRival}. In a fork one of them is loaded, so the calls
 * through the interface are inlined.
 */
package io.hakozuna.jmh.rival;
