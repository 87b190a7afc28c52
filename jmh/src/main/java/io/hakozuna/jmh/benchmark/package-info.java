/**
 * The benchmarks. A class is a pattern of use and has a method for each kind of block: {@code raw} (addresses), {@code segment} and
 * {@code buffer}; the parameter {@code rival} is the allocator.
 */
package io.hakozuna.jmh.benchmark;
