/**
 * A process that is simulated inside the JVM, for tests: paged memory that faults, threads of which one runs at a time as a schedule
 * says, a memory model that shows what weak orderings allow, a clock and an operating system whose calls may fail. All of it follows from
 * a seed, so what failed once fails again. {@link io.hakozuna.hz3.simulation.Simulation} is the way in; the seam beside this package
 * ({@code io.hakozuna.hz3.sys}) leads here.
 */
package io.hakozuna.hz3.simulation;
