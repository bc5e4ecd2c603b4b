package io.eventpipeline.local.simulate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a plan at its rate, each request when it is due after the start, so that delays do not add
 * up. One thread calls it.
 */
public final class SimulationRun implements AutoCloseable {
  private static final int MOST_UNDER_WAY = 64;

  /** How long after its end a run may send what was due before. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final int OK = 200;

  private final SimulationPlan plan;
  private final SendRate rate;
  private final SimulationTarget target;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final SimulationCounts counts = new SimulationCounts();
  private final SimulationSender sender;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits = new Semaphore(MOST_UNDER_WAY);
  private volatile long begun = System.nanoTime();

  public SimulationRun(SimulationPlan plan, SendRate rate, SimulationTarget target) {
    this.plan = plan;
    this.rate = rate;
    this.target = target;
    sender = new SimulationSender(http, target, counts);
  }

  /**
   * Asks the API whether it lives.
   *
   * @throws IllegalStateException if nothing answers
   */
  public void requireApi() throws InterruptedException {
    URI at = URI.create(target.api() + "/health/liveness");
    ask(HttpRequest.newBuilder(at).build(), "no API answers at " + target.api());
  }

  /**
   * Replaces the reference table of the query service, which must be known.
   *
   * @throws IllegalStateException if the service refuses it or does not answer
   */
  public void putReferenceTable() throws InterruptedException {
    URI query = Objects.requireNonNull(target.query());
    String table = plan.referenceTable(System.currentTimeMillis());
    HttpResponse<String> answer =
        ask(
            SimulationTarget.json(URI.create(query + "/reference/users"))
                .PUT(HttpRequest.BodyPublishers.ofString(table))
                .build(),
            "no query service answers at " + query);
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(
          "the query service must take the reference table; it answered %d: %s"
              .formatted(answer.statusCode(), answer.body()));
    }
  }

  private HttpResponse<String> ask(HttpRequest request, String otherwise)
      throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      // A refused connection has no message, and its class says nothing to an operator.
      String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      var failure =
          new IllegalStateException(otherwise + why + ": start the pipeline with ./pipeline up");
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /**
   * Sends until the time is over, and shows the progress.
   *
   * @param time null for no end
   * @throws InterruptedException if the thread is told to end it; {@link #await} still works then
   */
  public void send(@Nullable Duration time) throws InterruptedException {
    begun = System.nanoTime();
    try (ProgressLine line = new ProgressLine(this::progress)) {
      long sends = time == null ? Long.MAX_VALUE : rate.within(time);
      for (long number = 0; number < sends; number++) {
        sleepUntil(begun + rate.due(number).toNanos());
        if (!mayStart(time)) {
          counts.unsent(sends - number);
          return;
        }
        start(plan.next());
      }
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }

  /** Waits for a permit. False if time is up. */
  private boolean mayStart(@Nullable Duration time) throws InterruptedException {
    if (time == null) {
      permits.acquire();
      return true;
    }
    long left = begun + time.plus(LATE).toNanos() - System.nanoTime();
    return left > 0 && permits.tryAcquire(left, TimeUnit.NANOSECONDS);
  }

  private void start(PlannedSend send) {
    counts.sent(send.kind());
    threads.execute(
        () -> {
          try {
            counts.ended(send, sender.send(send));
          } catch (InterruptedException e) {
            counts.ended(send, new SendOutcome.Wrong("it was not answered before the end"));
          } finally {
            permits.release();
          }
        });
  }

  private String progress() {
    SimulationCounts.Totals all = counts.totals();
    return "%6.1f s  %d sent, %d accepted, %d refused as they must be, %d wrong, %d repeated, %d under way"
        .formatted(
            (System.nanoTime() - begun) / 1e9,
            all.sent(),
            all.accepted(),
            all.refused(),
            all.wrong(),
            all.repeated(),
            all.underWay());
  }

  /** Waits until no request is under way, and gives those up that take longer. */
  public void await(Duration atMost) throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      threads.shutdownNow();
      if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("a request cannot be given up");
      }
    }
  }

  /** What was sent, what was wrong, and what can be looked up; lines of text. */
  public String summary() {
    return new SimulationSummary(counts, target).text();
  }

  /** Whether all was sent, and all was answered as it must be. After {@link #await}. */
  public boolean isGood() {
    return counts.totals().wrong() == 0 && counts.unsent() == 0;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
