/** What the tests share: running a program under a lane and reading what it did. */
package io.hakozuna.hz3.verify;
