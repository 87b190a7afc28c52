/** LWJGL's memory from {@link io.hakozuna.hz3.Hz3}. */
package io.hakozuna.hz3.lwjgl;
