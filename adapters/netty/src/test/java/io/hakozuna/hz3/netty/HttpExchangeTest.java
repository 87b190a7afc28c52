package io.hakozuna.hz3.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests over the loopback between a server and clients that both use our buffers, under the eye of Netty's leak
 * detection.
 */
class HttpExchangeTest {
    private static final int CONNECTIONS = 4;
    private static final int REQUESTS = 1000;
    private static final int LARGEST = 4 << 20;

    private final Hz3ByteBufAllocator allocator = new Hz3ByteBufAllocator(true);
    private final Leaks leaks = new Leaks();

    @AfterEach
    void stop() {
        leaks.close();
    }

    @Test
    void everyBodyArrivesAndNothingLeaks() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        try {
            Channel server = serve(group);
            List<CompletableFuture<Integer>> results = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                results.add(connect(group, (InetSocketAddress) server.localAddress(), i));
            }
            for (CompletableFuture<Integer> result : results) {
                assertEquals(REQUESTS, result.get(4, TimeUnit.MINUTES));
            }
            server.close().sync();
        } finally {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
        assertEquals(List.of(), leaks.reports(allocator));
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertEquals(0, allocator.metric().usedHeapMemory());
    }

    private Channel serve(EventLoopGroup group) throws InterruptedException {
        return new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST), new MirrorServer());
                }
            })
            .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
    }

    private CompletableFuture<Integer> connect(EventLoopGroup group, InetSocketAddress address, int seed) {
        MirrorClient client = new MirrorClient(seed, REQUESTS);
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, allocator)
            .handler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST), client);
                }
            })
            .connect(address);
        return client.result();
    }
}
