/**
 * What is measured: the rows and what each of them runs. A {@link io.hakozuna.hz3.bench.load.Row} is a line of the comparison, its
 * {@link io.hakozuna.hz3.bench.load.Load} what one run of it does, a {@link io.hakozuna.hz3.bench.load.Measurement} what such a run
 * tells. {@link io.hakozuna.hz3.bench.load.Rows} has them all.
 */
package io.hakozuna.hz3.bench.load;
