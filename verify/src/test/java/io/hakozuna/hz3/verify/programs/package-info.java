/**
 * Real programs on the lanes: each gives the same results under every lane as under glibc, has the lane in its processes, and prints
 * nothing of the allocator's. {@code scripts/install_packages.sh} installs them.
 */
package io.hakozuna.hz3.verify.programs;
