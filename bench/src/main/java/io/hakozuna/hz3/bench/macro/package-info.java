/**
 * Real programs as rows. {@link io.hakozuna.hz3.bench.macro.Macros} has them; each program has a class that tells how it is set up,
 * what fixed work it does and what counts as a wrong answer. Only the measured program runs under the allocator, never what drives it,
 * and each run works in a private folder.
 */
package io.hakozuna.hz3.bench.macro;
