package io.eventpipeline.testbed.rig;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits with a time limit, and says what was missing when it ends. */
public final class Waiting {
  /** A wait without progress gives up after this time. */
  private static final Duration NO_PROGRESS = Duration.ofMinutes(1);

  private static final long ANSWER_WITHIN_SECONDS = 30;

  private Waiting() {}

  /**
   * Waits until nothing is missing.
   *
   * @throws AssertionError after {@code bound}, or after a minute without progress; it names some
   *     of what is missing
   */
  public static void untilNoneMissing(
      String what, Duration bound, Callable<? extends Collection<?>> missing) {
    var progress = new Countdown(what);
    try {
      Awaitility.await(what)
          .atMost(bound)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(25))
          .until(() -> progress.nothingIsLeftOf(missing.call()));
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(progress.report("within " + bound), late);
    }
  }

  /** Waits until {@code condition} holds. */
  public static void until(String what, Duration bound, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(bound)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }

  /** Waits for a fixed time. Only for tests about time. */
  public static void letPass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await("time to pass")
        .atMost(time.plusMinutes(2))
        .pollDelay(time)
        .until(() -> System.nanoTime() >= end);
  }

  /** Waits for a server's answer, for half a minute at most. */
  static <V> V forAnswer(String server, Future<V> answer) {
    try {
      return answer.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(server + " did not answer", e);
    }
  }

  private static final class Countdown {
    private final String what;
    private Collection<?> left = List.of();
    private int fewest = Integer.MAX_VALUE;
    private long fewestSince = System.nanoTime();

    Countdown(String what) {
      this.what = what;
    }

    boolean nothingIsLeftOf(Collection<?> missing) {
      left = missing;
      if (missing.size() < fewest) {
        fewest = missing.size();
        fewestSince = System.nanoTime();
      } else if (System.nanoTime() - fewestSince > NO_PROGRESS.toNanos()) {
        throw new AssertionError(report("no progress for " + NO_PROGRESS));
      }
      return missing.isEmpty();
    }

    String report(String reason) {
      return what
          + ": "
          + reason
          + ", still missing are "
          + left.size()
          + ": "
          + left.stream().limit(10).toList();
    }
  }
}
