package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Sends random bodies, one after the other, and compares what comes back. */
final class MirrorClient extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final List<String> PATHS = List.of("/same", "/copy", "/pieces");

    private final SplittableRandom random;
    private final int requests;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private byte[] body;
    private int answers;

    MirrorClient(long seed, int requests) {
        this.random = new SplittableRandom(seed);
        this.requests = requests;
    }

    /** How many bodies came back as they were sent. */
    CompletableFuture<Integer> result() {
        return result;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        request(context);
    }

    private void request(ChannelHandlerContext context) {
        // Most are small, few have a megabyte.
        body = new byte[random.nextInt(1 << random.nextInt(21))];
        random.nextBytes(body);
        ByteBuf content = context.alloc().buffer(random.nextInt(body.length + 1)).writeBytes(body);
        String path = PATHS.get(random.nextInt(PATHS.size()));
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path, content);
        HttpUtil.setContentLength(request, body.length);
        context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (!Arrays.equals(body, ByteBufUtil.getBytes(response.content()))) {
            throw new IllegalStateException("answer " + answers + " of " + body.length + " bytes differs: " + response);
        }
        answers++;
        if (answers < requests) {
            request(context);
        } else {
            result.complete(answers);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        result.completeExceptionally(new IllegalStateException("closed after " + answers + " answers"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        result.completeExceptionally(cause);
        context.close();
    }
}
