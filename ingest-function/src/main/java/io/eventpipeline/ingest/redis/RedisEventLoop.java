package io.eventpipeline.ingest.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.micronaut.configuration.lettuce.AbstractRedisConfiguration;
import io.micronaut.configuration.lettuce.ClientResourcesMutator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The thread of the connection to Redis. Work that runs on it costs no thread switch. */
@Singleton
final class RedisEventLoop implements ClientResourcesMutator {
  private volatile @Nullable EventLoop loop;

  /** Null until the client has started to connect. */
  @Nullable EventLoop current() {
    return loop;
  }

  @Override
  public void mutate(ClientResources.Builder builder, AbstractRedisConfiguration config) {
    customize(builder);
  }

  void customize(ClientResources.Builder builder) {
    builder.nettyCustomizer(
        new NettyCustomizer() {
          @Override
          public void afterChannelInitialized(Channel channel) {
            loop = channel.eventLoop();
          }
        });
  }
}
