package io.eventpipeline.ingest.idempotency;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks Redis again while another request is under way. No thread waits. */
final class RepeatedAsk {
  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 200;

  private RepeatedAsk() {}

  /**
   * Asks until the answer is no longer {@code underWay}, at most for {@code atMost}.
   *
   * @return the last answer
   */
  static <T> CompletionStage<T> askWhile(
      Predicate<T> underWay, Supplier<CompletionStage<T>> ask, Duration atMost) {
    return next(underWay, ask, FIRST_PAUSE_MS, System.nanoTime() + atMost.toNanos());
  }

  private static <T> CompletionStage<T> next(
      Predicate<T> underWay, Supplier<CompletionStage<T>> ask, long pauseMs, long deadline) {
    return ask.get()
        .thenCompose(
            answer -> {
              long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
              if (!underWay.test(answer) || leftMs <= 0) {
                return CompletableFuture.completedFuture(answer);
              }
              var after =
                  CompletableFuture.delayedExecutor(
                      Math.min(pauseMs, leftMs), TimeUnit.MILLISECONDS);
              long nextPauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
              return CompletableFuture.supplyAsync(() -> ask, after)
                  .thenCompose(again -> next(underWay, again, nextPauseMs, deadline));
            });
  }
}
