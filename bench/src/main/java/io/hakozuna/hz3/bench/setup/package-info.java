/** What is there to measure with: the machine, the allocators and their versions, and the compiled workloads. */
package io.hakozuna.hz3.bench.setup;
