package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A health endpoint of a service.
 *
 * @param name of the service, for problems
 * @param probe {@code liveness} or {@code readiness}
 */
record HealthProbe(ServiceProcess service, String name, String probe) {
  private static final int CONNECT_MS = 2000;
  private static final int READ_MS = 5000;
  private static final Duration READY = Duration.ofSeconds(30);

  /**
   * Picks one that is ready; waits until there is one, but then takes any.
   *
   * @param live the processes that live now
   */
  static ServiceProcess anyReady(
      Supplier<List<ServiceProcess>> live, Random random, ChaosRound round) {
    long end = System.nanoTime() + READY.toNanos();
    List<ServiceProcess> ready = List.of();
    while (ready.isEmpty()) {
      round.pause(50);
      boolean isLate = System.nanoTime() > end;
      ready =
          live.get().stream()
              .filter(one -> isLate || new HealthProbe(one, "", "readiness").status() == 200)
              .toList();
    }
    return ready.get(random.nextInt(ready.size()));
  }

  /** Adds a problem to {@code round} unless the probe answers {@code status} in time. */
  void expect(int status, Duration within, ChaosRound round) {
    long end = System.nanoTime() + within.toNanos();
    int seen = status();
    while (seen != status && System.nanoTime() < end) {
      round.pause(100);
      seen = status();
    }
    if (seen != status) {
      round.addProblem("%s of the %s is %d, expected %d".formatted(probe, name, seen, status));
    }
  }

  /**
   * As {@link #expect} with 200, but other faults of the round may end the service or the broker
   * meanwhile. The time begins anew when the broker is back.
   */
  void expectUpUnlessEnded(Duration within, ChaosRound round) {
    long end = System.nanoTime() + within.toNanos();
    while (service.process().isAlive() && System.nanoTime() < end) {
      if (status() == 200) {
        return;
      }
      if (!round.pipeline().kafka().isListening()) {
        end = System.nanoTime() + within.toNanos();
      }
      round.pause(100);
    }
    if (service.process().isAlive()) {
      expect(200, Duration.ZERO, round);
    }
  }

  /** 0 if nothing answers. */
  private int status() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + service.port() + "/health/" + probe);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MS);
      connection.setReadTimeout(READ_MS);
      return connection.getResponseCode();
    } catch (IOException nobodyAnswers) {
      return 0;
    }
  }
}
