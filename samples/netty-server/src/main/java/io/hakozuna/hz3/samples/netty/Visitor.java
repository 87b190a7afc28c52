package io.hakozuna.hz3.samples.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Asks for one page after the other, most of them small, and counts the answers. */
final class Visitor extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final SplittableRandom random;
    private final LongAdder answers;

    Visitor(SplittableRandom random, LongAdder answers) {
        this.random = random;
        this.answers = answers;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ask(context);
    }

    private void ask(ChannelHandlerContext context) {
        int size = random.nextInt(1 << random.nextInt(18));
        DefaultFullHttpRequest request = switch (random.nextInt(3)) {
            case 0 -> new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/hello", context.alloc().buffer(0));
            case 1 -> new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bytes?n=" + size, context.alloc().buffer(0));
            default -> new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo", context.alloc().buffer(size).writeZero(size));
        };
        HttpUtil.setContentLength(request, request.content().readableBytes());
        context.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        answers.increment();
        ask(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("a visitor fails: " + cause);
        context.close();
    }
}
