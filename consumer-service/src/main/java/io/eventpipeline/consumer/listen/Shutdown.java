package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the pipeline before the framework takes it apart: reads no more, lets running handlers
 * finish, settles, releases leases. Meanwhile the poll thread goes on to commit.
 */
@Singleton
final class Shutdown implements ApplicationEventListener<ShutdownEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final PollThread pollThread;
  private final EventLoop loop;
  private final ListenSettings settings;

  Shutdown(PollThread pollThread, EventLoop loop, ListenSettings settings) {
    this.pollThread = pollThread;
    this.loop = loop;
    this.settings = settings;
  }

  @Override
  public void onApplicationEvent(ShutdownEvent event) {
    LOG.info("finishing running handlers, {} ms at most", settings.grace().toMillis());
    pollThread.drain();
    try {
      loop.finishAll().get(settings.grace().toMillis() + 2000, TimeUnit.MILLISECONDS);
      LOG.info("finished");
    } catch (TimeoutException | ExecutionException e) {
      LOG.error("handlers did not finish in time; their events run again at the next owner");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
