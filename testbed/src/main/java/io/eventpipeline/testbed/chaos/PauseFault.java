package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three users of three partitions are paused under load: one until an operator resumes it, one
 * until its time is over, one until a bound of its partition ends that. Others must go on.
 */
final class PauseFault {
  private static final int MAX_LOG_SPAN = 5000;
  private static final int FLOODING = 60;
  private static final int STEADY_EVENTS = 200;
  private static final Duration LOAD = Duration.ofSeconds(100);

  private PauseFault() {}

  /** The fault, with users that are its own. */
  static Fault fault() {
    List<String> users =
        List.of(
            EventsTopic.usersIn(0, 1).getFirst(),
            EventsTopic.usersIn(3, 1).getFirst(),
            EventsTopic.usersIn(6, 1).getFirst());
    return Fault.of(
            "paused-users",
            ALONE,
            "three users paused while consumers are killed, move and reach a bound",
            (round, random) -> strike(round, random, users))
        .with(pipeline -> pipeline.consumer("PAUSE_MAX_LOG_SPAN", "" + MAX_LOG_SPAN))
        .sending(load -> users.forEach(user -> load.addSteady(user, STEADY_EVENTS)))
        .sending(load -> load.stretch(LOAD));
  }

  private static void strike(ChaosRound round, Random random, List<String> users) {
    RoundPauses pauses = round.pauses();
    pauses.pause(users.get(0), "15m");
    pauses.pause(users.get(1), "60s");
    pauses.pause(users.get(2), "15m");
    round.pause(2000);
    pauses.expectOthersToFlow(Duration.ofSeconds(3));
    flood(round, 6);
    pauses.expectEnd(users.get(2), "bound: ", Duration.ofSeconds(30));
    pauses.expectOthersToFlow(Duration.ofSeconds(10));
    round.supervisor().kill(round.supervisor().anyConsumer(random));
    round.pause(8000);
    pauses.expectOthersToFlow(Duration.ofSeconds(15));
    ServiceProcess guest = round.supervisor().addConsumer();
    round.pause(2000);
    round.supervisor().terminate(guest);
    pauses.expectOthersToFlow(Duration.ofSeconds(15));
    round.supervisor().liveConsumers().forEach(round.supervisor()::kill);
    round.pause(10_000);
    pauses.expectOthersToFlow(Duration.ofSeconds(20));
    pauses.expectEnd(users.get(1), "", Duration.ofSeconds(60));
    if (!pauses.isPaused(users.get(0))) {
      round.addProblem("the first pause ended by itself");
    }
    users.stream().filter(pauses::isPaused).forEach(pauses::resume);
    round.pause(2000);
  }

  /** Writes more events into a partition than may lie behind a paused one. */
  private static void flood(ChaosRound round, int partition) {
    List<TestEvent> events = new ArrayList<>();
    for (String user : EventsTopic.usersIn(partition, FLOODING)) {
      events.addAll(TestEvent.sequence(user, 1, 2L * MAX_LOG_SPAN / FLOODING));
    }
    events.forEach(event -> round.load().addSent(event, EventKind.OK));
    var unused = round.pipeline().topic().produce(events);
  }
}
