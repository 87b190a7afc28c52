/**
 * The seam over a simulated process: the same classes and methods as the other back ends, which lead to
 * {@code io.hakozuna.hz3.simulation}.
 */
package io.hakozuna.hz3.sys;
