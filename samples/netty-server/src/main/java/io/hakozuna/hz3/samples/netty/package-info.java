/** A Netty server on hz3's buffers, as an example of how one is set up and of what it takes. */
package io.hakozuna.hz3.samples.netty;
