/** Buffers of Agrona in memory of {@link io.hakozuna.hz3.Hz3}. */
package io.hakozuna.hz3.agrona;
