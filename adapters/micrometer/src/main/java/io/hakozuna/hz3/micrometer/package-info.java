/** What the memory of {@link io.hakozuna.hz3.Hz3} is used for, as gauges of a Micrometer registry. */
package io.hakozuna.hz3.micrometer;
