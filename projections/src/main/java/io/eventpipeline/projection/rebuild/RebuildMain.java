package io.eventpipeline.projection.rebuild;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;

/** Runs a {@link Rebuild} as a process. Exit status: 0 done, 1 failed, 2 refused, 130 stopped. */
public final class RebuildMain {
  private static final long CLEANED_UP_WITHIN_S = 30;

  private RebuildMain() {}

  /** Reads its settings from the environment, see {@link RebuildSettings#of}. */
  public static void main(String[] args) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread work = Thread.currentThread();
    Thread onSignal = Thread.ofPlatform().unstarted(() -> stop(work, ended));
    Runtime.getRuntime().addShutdownHook(onSignal);
    int status = run();
    ended.countDown();
    System.exit(status);
  }

  private static int run() {
    try {
      new Rebuild(RebuildSettings.of(System.getenv())).run();
      return 0;
    } catch (RebuildRefused e) {
      System.err.println("pipeline: " + e.getMessage());
      return 2;
    } catch (InterruptedException | InterruptException e) {
      System.err.println("pipeline: stopped; the live tables are as they were");
      return 130;
    } catch (Exception e) {
      System.err.println("pipeline: the rebuild failed: " + e.getMessage());
      return 1;
    }
  }

  /** Lets the work remove what it made, which it does when interrupted. */
  private static void stop(Thread work, CountDownLatch ended) {
    if (ended.getCount() > 0) {
      work.interrupt();
    }
    try {
      boolean ignored = ended.await(CLEANED_UP_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
