package io.eventpipeline.ingest.http.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection, right behind the HTTP codec. Whatever it waits for has a deadline that no
 * trickle of bytes moves. Threads: the channel's; {@link Connections} reads from any.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
  /** What the connection waits for: the head of a request, its body, its response. */
  enum Phase {
    WAITING,
    RECEIVING,
    ANSWERING
  }

  private final Connections connections;
  private final long requestNanos;
  private final long idleNanos;
  private final AtomicLong bytes = new AtomicLong();
  private volatile Phase phase = Phase.WAITING;
  private volatile long deadline;
  private volatile @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> nextLook;
  private int unanswered;

  ConnectionGuard(Connections connections) {
    this.connections = connections;
    requestNanos = connections.settings.requestTimeout().toNanos();
    idleNanos = connections.settings.idleTimeout().toNanos();
  }

  Phase phase() {
    return phase;
  }

  /** Of {@link System#nanoTime}. */
  long deadline() {
    return deadline;
  }

  /** Bytes of request bodies that it has sent and that are not answered. */
  long bytes() {
    return bytes.get();
  }

  /** Closes the connection. From now on neither it nor its bytes count. */
  void close() {
    forget();
    ChannelHandlerContext current = context;
    if (current != null) {
      current.channel().close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    enter(Phase.WAITING, requestNanos);
    connections.add(this);
    watch(ctx);
    ctx.channel()
        .closeFuture()
        .addListener(
            closed -> {
              forget();
              if (nextLook != null) {
                nextLook.cancel(false);
              }
            });
  }

  /** Looks at least once per request timeout, to notice a deadline that has moved closer. */
  private void watch(ChannelHandlerContext ctx) {
    if (!ctx.channel().isOpen()) {
      return;
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      connections.countLate();
      ctx.channel().close();
      return;
    }
    nextLook =
        ctx.executor()
            .schedule(() -> watch(ctx), Math.min(left, requestNanos), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
      enter(Phase.RECEIVING, requestNanos);
    }
    if (message instanceof HttpContent content && unanswered > 0) { // else it was refused already
      countBytes(content.content().readableBytes());
    }
    if (message instanceof LastHttpContent) {
      if (unanswered > 0) {
        enter(Phase.ANSWERING, requestNanos);
      } else {
        becomeIdle();
      }
    }
    if (ctx.channel().isOpen()) {
      ctx.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void countBytes(int count) {
    if (count > 0) {
      bytes.addAndGet(count);
      connections.addBytes(this, count);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    boolean isAnswer =
        message instanceof LastHttpContent
            && !(message instanceof HttpResponse head
                && head.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    if (isAnswer && --unanswered == 0 && phase != Phase.RECEIVING) {
      becomeIdle();
    }
    ctx.write(message, promise);
  }

  private void becomeIdle() {
    release();
    enter(Phase.WAITING, idleNanos);
  }

  private void enter(Phase next, long nanos) {
    deadline = System.nanoTime() + nanos;
    phase = next;
  }

  private void forget() {
    connections.remove(this);
    release();
  }

  private void release() {
    long held = bytes.getAndSet(0);
    if (held > 0) {
      connections.removeBytes(held);
    }
  }
}
