package io.eventpipeline.ingest.lambda;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to the server of this process. Each has a connection of its own: one that was open
 * while the process was frozen might be dead without knowing it. Threads: any.
 */
final class LoopbackClient {
  /** Longer than the server takes for any answer, and shorter than API Gateway waits. */
  static final int PATIENCE_SECONDS = 25;

  /** More than Lambda lets an answer have. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private final Bootstrap bootstrap;

  /** What the server said. */
  record Response(int status, HttpHeaders headers, byte[] body) {}

  LoopbackClient(int port) {
    bootstrap =
        new Bootstrap()
            .group(
                new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().name("loopback").daemon().factory(),
                    NioIoHandler.newFactory()))
            .channel(NioSocketChannel.class)
            // A server that refuses a body answers before it was read; the answer is to be read
            // then.
            .option(ChannelOption.AUTO_CLOSE, false)
            .remoteAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Waits for the answer.
   *
   * @throws IOException if there is none
   */
  Response send(GatewayCall call) throws IOException {
    Exchange exchange = new Exchange(request(call));
    bootstrap.clone().handler(exchange).connect().addListener(exchange::connected);
    try {
      return exchange.answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the server of this process does not answer", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the server of this process does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static FullHttpRequest request(GatewayCall call) {
    HttpHeaders headers = call.headers().copy();
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.valueOf(call.method()),
        call.target(),
        Unpooled.wrappedBuffer(call.body()),
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  /** One connection: a request goes out, its response completes {@link #answer}. */
  private static final class Exchange extends ChannelInitializer<SocketChannel> {
    private final FullHttpRequest request;
    private final CompletableFuture<Response> answer = new CompletableFuture<>();

    Exchange(FullHttpRequest request) {
      this.request = request;
    }

    void connected(io.netty.util.concurrent.Future<? super Void> attempt) {
      if (!attempt.isSuccess()) {
        answer.completeExceptionally(attempt.cause());
      }
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_ANSWER_BYTES), new Reader());
    }

    private final class Reader extends SimpleChannelInboundHandler<FullHttpResponse> {
      @Override
      public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(request);
      }

      @Override
      protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        answer.complete(
            new Response(
                response.status().code(),
                response.headers().copy(),
                ByteBufUtil.getBytes(response.content())));
        context.close();
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        answer.completeExceptionally(new IOException("the connection was closed"));
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A server that refuses a body closes before it was read: the answer is there nevertheless.
        if (!(cause instanceof IOException)) {
          answer.completeExceptionally(cause);
          context.close();
        }
      }
    }
  }
}
