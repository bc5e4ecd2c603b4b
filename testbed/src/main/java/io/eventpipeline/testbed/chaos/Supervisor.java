package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts a consumer or the API again when it dies, as an orchestrator does, and kills, ends and
 * adds consumers for faults. Threads: any.
 */
final class Supervisor {
  private static final int KILLED = 137;
  private static final Duration READY = Duration.ofMinutes(3);

  private final ChaosRound round;
  private final Pipeline pipeline;
  private final Incidents incidents;
  private final Set<Long> expected = ConcurrentHashMap.newKeySet();
  private final Deaths deaths = new Deaths();

  Supervisor(ChaosRound round) {
    this.round = round;
    pipeline = round.pipeline();
    incidents = round.incidents();
  }

  /** Replaces everything that died since the last call. What died by itself is a problem. */
  void replaceDead() {
    for (ServiceProcess consumer : pipeline.consumers()) {
      if (!consumer.process().isAlive() && expected.add(consumer.pid())) {
        incidents.consumers().noteUnclean(consumer.pid());
        judgeDeath(consumer);
        round.look();
        pipeline.launch();
      }
    }
    ServiceProcess api = pipeline.ingest();
    if (!api.process().isAlive()) {
      judgeDeath(api);
      round.look();
      pipeline.relaunchIngest();
    }
  }

  private void judgeDeath(ServiceProcess dead) {
    int status = dead.process().exitValue();
    if (deaths.isByItself(dead.pid(), status, dead.output())) {
      round.addProblem(
          "the %s ended by itself with status %d; its log is %s"
              .formatted(dead.name(), status, dead.log()));
    }
  }

  List<ServiceProcess> liveConsumers() {
    return pipeline.consumers().stream()
        .filter(consumer -> consumer.process().isAlive() && !expected.contains(consumer.pid()))
        .toList();
  }

  /** Picks a live consumer; waits until there is one. */
  ServiceProcess anyConsumer(Random random) {
    List<ServiceProcess> live = liveConsumers();
    while (live.isEmpty()) {
      round.pause(50);
      live = liveConsumers();
    }
    return live.get(random.nextInt(live.size()));
  }

  /** Sends SIGKILL. {@link #replaceDead} starts another consumer. */
  void kill(ServiceProcess consumer) {
    incidents.consumers().noteUnclean(consumer.pid());
    round.look();
    end(consumer);
  }

  /** Sends SIGKILL to the API. {@link #replaceDead} starts another. */
  void killApi() {
    end(pipeline.ingest());
  }

  private void end(ServiceProcess service) {
    if (service.process().isAlive()) { // else it died by itself
      deaths.noteEnded(service.pid());
      service.signal("KILL");
    }
  }

  /** Sends SIGTERM and waits for the end. No other consumer is started. */
  void terminate(ServiceProcess consumer) {
    if (!expected.add(consumer.pid())) {
      return;
    }
    boolean disturbed = incidents.isRedisDisturbed();
    long begun = System.currentTimeMillis();
    round.look();
    consumer.terminate();
    boolean killed = consumer.process().exitValue() == KILLED;
    if (disturbed || incidents.isRedisDisturbed() || killed) {
      incidents.consumers().noteUnclean(consumer.pid(), begun);
    }
    if (killed) {
      round.addProblem("a consumer did not end on SIGTERM");
    }
  }

  /** Starts a consumer and waits until it is ready. */
  ServiceProcess addConsumer() {
    return pipeline.launch().awaitReady(READY);
  }

  void awaitApi() {
    pipeline.ingest().awaitReady(READY);
  }
}
