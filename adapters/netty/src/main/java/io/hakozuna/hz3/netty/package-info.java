/**
 * Buffers of Netty 4.2 in memory of hz3: set {@link io.hakozuna.hz3.netty.Hz3ByteBufAllocator#DEFAULT} as the
 * {@code ChannelOption.ALLOCATOR} of a bootstrap, of a server's children as well.
 */
package io.hakozuna.hz3.netty;
