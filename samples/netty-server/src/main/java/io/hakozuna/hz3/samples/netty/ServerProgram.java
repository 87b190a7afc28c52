package io.hakozuna.hz3.samples.netty;

import io.hakozuna.hz3.Hz3;
import io.hakozuna.hz3.MemoryUse;
import io.hakozuna.hz3.netty.Hz3ByteBufAllocator;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server with its visitors: all that hz3 needs is the two options {@link ChannelOption#ALLOCATOR}. */
@Command(name = "netty-server", mixinStandardHelpOptions = true,
    description = "A Netty HTTP server whose buffers are hz3's. It prints its memory every second.")
final class ServerProgram implements Callable<Integer> {
    private static final int MOST_BODY = 16 << 20;
    private static final int VISITORS = 32;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0",
        description = "serve on this port of the loopback interface until you stop it; without one, visitors of its own keep it busy")
    private int port;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "how long its visitors come (default ${DEFAULT-VALUE})")
    private int seconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServerProgram()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try {
            Channel server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, Hz3ByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, Hz3ByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST_BODY), new Pages());
                    }
                }).bind(new InetSocketAddress("127.0.0.1", port)).sync().channel();
            InetSocketAddress address = (InetSocketAddress) server.localAddress();
            System.out.println("http://127.0.0.1:" + address.getPort() + "/hello, /echo, /bytes?n=N");
            if (port != 0) {
                while (true) {
                    Thread.sleep(1000);
                    print(0);
                }
            }
            visit(loops, address);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
        // Its threads have ended and its buffers were released.
        Thread.sleep(1000);
        print(0);
        return 0;
    }

    private void visit(EventLoopGroup loops, InetSocketAddress address) throws InterruptedException {
        LongAdder answers = new LongAdder();
        for (int i = 0; i < VISITORS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            new Bootstrap().group(loops).channel(NioSocketChannel.class).option(ChannelOption.ALLOCATOR, Hz3ByteBufAllocator.DEFAULT)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MOST_BODY), new Visitor(random, answers));
                    }
                }).connect(address).sync();
        }
        for (int second = 0; second < seconds; second++) {
            Thread.sleep(1000);
            print(answers.sumThenReset());
        }
    }

    private static void print(long answers) {
        MemoryUse use = Hz3.memoryUse();
        System.out.printf("%,7d answers; buffers %,11d bytes; hz3: in use %,11d, cached %,10d, retained %,10d, resident %,11d%n", answers,
            Hz3ByteBufAllocator.DEFAULT.metric().usedDirectMemory(), use.inUse(), use.cached(), use.retained(), use.resident());
    }
}
