/** Running programs: to their end or to a bound in time, watched on the way, and none left behind. */
package io.hakozuna.hz3.bench.process;
