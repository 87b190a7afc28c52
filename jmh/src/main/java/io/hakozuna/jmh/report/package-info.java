/** Results as tables. */
package io.hakozuna.jmh.report;
