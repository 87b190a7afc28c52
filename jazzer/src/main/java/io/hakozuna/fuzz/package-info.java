/** The library as a program uses it, with calls that Jazzer makes up, guided by what of the library they cover. */
package io.hakozuna.fuzz;
