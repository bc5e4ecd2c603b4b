package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisClient;
import io.micronaut.context.event.BeanDestroyedEvent;
import io.micronaut.context.event.BeanDestroyedEventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Stops the threads of a closed client. The framework creates them and leaves them running. */
@Singleton
final class ClientThreads implements BeanDestroyedEventListener<RedisClient> {
  private static final long LONGEST_MS = 2000;

  @Override
  public void onDestroyed(BeanDestroyedEvent<RedisClient> event) {
    var unused =
        event
            .getBean()
            .getResources()
            .shutdown(0, LONGEST_MS, TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(LONGEST_MS);
  }
}
