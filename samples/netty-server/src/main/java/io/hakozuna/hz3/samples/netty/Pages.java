package io.hakozuna.hz3.samples.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;

/** {@code /hello}, {@code /echo}, which sends back what it got, and {@code /bytes?n=N}. */
final class Pages extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MOST_BYTES = 16 << 20;

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        switch (query.path()) {
            case "/hello" -> answer(context, request, HttpResponseStatus.OK, text(context, "hello\n"));
            case "/echo" -> answer(context, request, HttpResponseStatus.OK, request.content().retain());
            case "/bytes" -> bytes(context, request, query);
            default -> answer(context, request, HttpResponseStatus.NOT_FOUND, text(context, "there are /hello, /echo and /bytes?n=N\n"));
        }
    }

    private static ByteBuf text(ChannelHandlerContext context, String text) {
        ByteBuf content = context.alloc().buffer(text.length());
        content.writeCharSequence(text, StandardCharsets.US_ASCII);
        return content;
    }

    private static void bytes(ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder query) {
        int count;
        try {
            count = Integer.parseInt(query.parameters().get("n").getFirst());
        } catch (NumberFormatException | NullPointerException e) {
            count = -1;
        }
        if (count < 0 || count > MOST_BYTES) {
            answer(context, request, HttpResponseStatus.BAD_REQUEST, text(context, "n is a number from 0 to " + MOST_BYTES + "\n"));
            return;
        }
        answer(context, request, HttpResponseStatus.OK, context.alloc().buffer(count).writeZero(count));
    }

    private static void answer(ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status, ByteBuf content) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        HttpUtil.setContentLength(response, content.readableBytes());
        boolean stays = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, stays);
        var written = context.writeAndFlush(response);
        if (!stays) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("a connection fails: " + cause);
        context.close();
    }
}
