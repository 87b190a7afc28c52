/** What adapters to other libraries share. Not an API: it may change with any release, and is exported to the adapters alone. */
package io.hakozuna.hz3.internal;
