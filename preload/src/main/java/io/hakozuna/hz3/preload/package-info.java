/** The malloc(3) entry points: glibc's semantics over the core. They are exported to C and given their libc names by the linker. */
package io.hakozuna.hz3.preload;
