/**
 * Reads what the allocator tells of itself: the statistics of one or more runs beside each other, and what a counted run says about the
 * lane that would fit. It depends on nothing and runs straight from its sources, as the knobs do.
 */
package io.hakozuna.hz3.insight;
