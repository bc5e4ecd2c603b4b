package io.eventpipeline.push;

import io.eventpipeline.push.finish.RetryMover;
import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxReader;
import io.eventpipeline.push.outbox.OutboxWatch;
import io.eventpipeline.push.send.PushWorker;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the worker. When the process ends: reads no more, lets sends under way finish, gives back
 * what has not been sent, and leaves nothing in hand.
 */
@Singleton
final class PushLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PushLifecycle.class);

  private final OutboxConnection connection;
  private final OutboxReader reader;
  private final OutboxWatch watch;
  private final PushWorker worker;
  private final RetryMover mover;

  PushLifecycle(
      OutboxConnection connection,
      OutboxReader reader,
      OutboxWatch watch,
      PushWorker worker,
      RetryMover mover) {
    this.connection = connection;
    this.reader = reader;
    this.watch = watch;
    this.worker = worker;
    this.mover = mover;
  }

  @EventListener
  void start(StartupEvent event) {
    connection.start();
    worker.start();
    reader.start(worker);
    mover.start();
  }

  @EventListener
  void stop(ShutdownEvent event) {
    mover.stop();
    reader.stop();
    try {
      if (worker.stop()) {
        LOG.info("finished");
      } else {
        LOG.error("sends did not finish in time; other workers claim their notifications");
      }
      watch.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
