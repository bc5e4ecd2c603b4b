package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** A {@link FailFastRedis} without an application context. */
public record StandaloneRedis(FailFastRedis link, RedisClient client) implements AutoCloseable {
  /**
   * @param timeout how long it waits for Redis
   */
  public static StandaloneRedis to(String uri, Duration timeout) {
    return to(uri, timeout, RedisClient::create);
  }

  /** As {@link #to(String, Duration)}, with a client of the test's own. */
  public static StandaloneRedis to(
      String uri, Duration timeout, BiFunction<ClientResources, RedisURI, RedisClient> clients) {
    RedisEventLoop loop = new RedisEventLoop();
    ClientResources.Builder resources =
        ClientResources.builder().commandLatencyRecorder(CommandLatencyRecorder.disabled());
    loop.customize(resources);
    RedisURI address = RedisURI.create(uri);
    address.setClientName("event-ingest");
    RedisClient client = clients.apply(resources.build(), address);
    FailFastRedis link =
        new FailFastRedis(
            new RedisSettings(new Secret(uri), Duration.ofSeconds(2)),
            new CallSettings(timeout),
            client,
            loop);
    link.onApplicationEvent(null);
    return new StandaloneRedis(link, client);
  }

  @Override
  public void close() {
    link.close();
    client.shutdown();
    client.getResources().shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
