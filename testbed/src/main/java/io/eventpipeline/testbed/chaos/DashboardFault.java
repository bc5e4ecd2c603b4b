package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.util.Random;

/** The fault of a dashboard that dies while somebody looks at it. */
final class DashboardFault {
  private DashboardFault() {}

  static Fault fault() {
    return Fault.of("dashboard-kill", Fault.Target.ALONE, "SIGKILL of it", DashboardFault::kill)
        .with(PipelineBuilder::showing)
        .mixedAs(Fault.Target.DASHBOARD);
  }

  private static void kill(ChaosRound round, Random random) {
    round.dashboard().kill();
    round.pause(random.nextInt(2000));
    round.dashboard().restart();
  }
}
