/** Users of the library: outside its packages, since reports name the first frames outside these. */
package io.hakozuna.user;
