package io.eventpipeline.ingest.http.netty;

import io.eventpipeline.ingest.http.HttpSettings;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Puts a guard on every connection of the server, which speaks HTTP/1.1 only. */
@Singleton
@Requires(classes = NettyServerCustomizer.class)
final class GuardedServer implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Connections connections;

  GuardedServer(
      HttpSettings settings, HttpServerConfiguration server, Meters<IngestMetric> meters) {
    // Bodies are in direct memory, which by default is as large as the heap.
    long maxBytes = Runtime.getRuntime().maxMemory() / 4;
    connections =
        new Connections(
            new ConnectionSettings(
                settings.maxConnections(),
                settings.requestTimeout(),
                server.getIdleTimeout(),
                maxBytes),
            meters);
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listener());
    return event.getBean();
  }

  private final class Listener implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Connection(channel) : this;
    }
  }

  private final class Connection implements NettyServerCustomizer {
    private final Channel channel;

    Connection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onStreamPipelineBuilt() {
      ChannelPipeline pipeline = channel.pipeline();
      if (pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
        pipeline.addAfter(
            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
            "connection-guard",
            new ConnectionGuard(connections));
      }
    }
  }
}
