package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Sends back what it got: in the same buffer, in a copy, or in pieces, by the path. */
final class MirrorServer extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int PIECE = 3000;

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        ByteBuf content = request.content();
        switch (request.uri()) {
            case "/same" -> whole(context, content.retain());
            case "/copy" -> whole(context, context.alloc().buffer().writeBytes(content));
            case "/pieces" -> pieces(context, content);
            default -> throw new IllegalArgumentException(request.uri());
        }
    }

    private static void whole(ChannelHandlerContext context, ByteBuf content) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
        HttpUtil.setContentLength(response, content.readableBytes());
        context.writeAndFlush(response, context.voidPromise());
    }

    private static void pieces(ChannelHandlerContext context, ByteBuf content) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(response, true);
        context.write(response, context.voidPromise());
        while (content.isReadable()) {
            ByteBuf piece = content.readRetainedSlice(Math.min(PIECE, content.readableBytes()));
            context.write(new DefaultHttpContent(piece), context.voidPromise());
        }
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
    }
}
