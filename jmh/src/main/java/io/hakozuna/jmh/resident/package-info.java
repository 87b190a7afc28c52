/** What stays resident of memory that was used and freed. No matter for JMH: each figure is that of a JVM that does nothing else. */
package io.hakozuna.jmh.resident;
