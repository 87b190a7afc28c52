/**
 * The command {@code ./hz3 jmh}. These packages are not below {@code io.hakozuna.hz3}: a thread that waits in code of that name counts as
 * inside the allocator, and a program that uses the library is elsewhere.
 */
package io.hakozuna.jmh;
