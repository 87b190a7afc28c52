/**
 * The lock-free structures of the core, each alone: jcstress runs their few steps against each other millions of times and counts what
 * came of it. They are in the core's package to call what is not public.
 */
package io.hakozuna.hz3.core;
