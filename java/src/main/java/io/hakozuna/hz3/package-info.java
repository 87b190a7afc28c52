/** Memory. */
package io.hakozuna.hz3;
