/** One of the packages in which Apache Arrow looks for its default manager; there is no other way to be found by it. */
package org.apache.arrow.memory.unsafe;
