package io.eventpipeline.consumer.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the event loop and its messages. Threads: any. */
final class LoopThread {
  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final LinkedBlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
  private final Turns turns;
  private volatile boolean dead;
  private volatile boolean stopped;
  private @Nullable Thread thread;

  /** What the thread does besides running messages. */
  interface Turns {
    /** How long the next turn may wait for a message; 0 if it is due. */
    long nanosUntilTurn();

    void takeTurn();

    /** Called last, after the last message. */
    void end();
  }

  LoopThread(Turns turns) {
    this.turns = turns;
  }

  /** Call once. */
  void start() {
    thread = Thread.ofPlatform().name("event-loop").daemon().start(this::run);
  }

  void post(Runnable message) {
    messages.add(message);
  }

  /** Ends the thread and waits for it, 2 s at most. */
  void stop() {
    post(() -> stopped = true);
    try {
      if (thread != null) {
        thread.join(LONGEST_STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** True if the thread died of an error. */
  boolean isDead() {
    return dead;
  }

  private void run() {
    try {
      List<Runnable> batch = new ArrayList<>();
      while (!stopped) {
        Runnable first = messages.poll(turns.nanosUntilTurn(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          messages.drainTo(batch);
          batch.forEach(Runnable::run);
          batch.clear();
        }
        turns.takeTurn();
      }
      messages.drainTo(batch); // what came before the end, so that nobody waits for it
      batch.forEach(Runnable::run);
      turns.end();
    } catch (Throwable t) {
      dead = true;
      LOG.error("the event loop has died; restart the process", t);
    }
  }
}
