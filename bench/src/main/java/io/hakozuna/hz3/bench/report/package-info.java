/** The result for people: a table in the terminal, tables in a markdown file, and a page with plots. */
package io.hakozuna.hz3.bench.report;
