package io.eventpipeline.push.finish;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes what became of entries, many with one script. It repeats the script until
 * Redis answers. The queue is bounded by the entries that a worker has in hand. {@link #submit}:
 * any thread.
 */
@Singleton
public final class Finisher {
  private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
  private static final LuaScript FINISH = LuaScript.beside(Finisher.class, "finish");
  private static final int MOST_AT_ONCE = 200;
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final FinishLog log;
  private final OnceAMinute told = new OnceAMinute();
  private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean dead;
  private @Nullable Thread thread;

  /** An entry, and what to do when it is written. */
  private record Job(FinishedEntry entry, Runnable written) {}

  Finisher(OutboxConnection connection, OutboxKeys keys, Meters<PushMetric> meters) {
    this.connection = connection;
    this.keys = keys;
    log = new FinishLog(meters);
  }

  /** Call once. */
  public void start() {
    thread = Thread.ofVirtual().name("finisher").start(this::run);
  }

  /**
   * Writes the entry soon, and never waits.
   *
   * @param written runs when Redis has it, on the finisher's thread
   */
  public void submit(FinishedEntry entry, Runnable written) {
    queue.add(new Job(entry, written));
  }

  /** Writes what is queued, and ends. Gives up after {@code longest}. */
  public void stop(Duration longest) {
    stopping = true;
    try {
      if (thread != null && !thread.join(longest)) {
        abandoned = true;
        thread.join(AFTER_TROUBLE.multipliedBy(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** True if the thread died of an error. */
  public boolean isDead() {
    return dead;
  }

  private void run() {
    try {
      List<Job> batch = new ArrayList<>();
      while (!abandoned && !(stopping && queue.isEmpty())) {
        Job first = queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MOST_AT_ONCE - 1);
          write(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable t) {
      dead = true;
      LOG.error("the finisher of notifications has died; restart the process", t);
    }
  }

  private void write(List<Job> batch) {
    List<FinishedEntry> entries = batch.stream().map(Job::entry).toList();
    var arguments = new FinishArguments(keys, entries);
    while (!abandoned) {
      switch (connection.ask(FINISH, arguments.keys(), arguments.args())) {
        case RedisAnswer.Given reply -> {
          log.note(entries, reply);
          batch.forEach(job -> job.written().run());
          return;
        }
        case RedisAnswer.Refused(String why) -> complain(why);
        case RedisAnswer.Missing() -> {}
      }
      SystemTime.sleep(AFTER_TROUBLE.toNanos());
    }
  }

  private void complain(String why) {
    if (told.mayTell(why, SystemTime.nanos())) {
      LOG.error(
          "Redis refuses to finish notifications: {}. Sending stops until it does; remove the key"
              + " that is in the way",
          why);
    }
  }
}
