package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.SmallDisk;
import java.util.ArrayList;
import java.util.List;

/** All faults, in the order of the table. */
final class Faults {
  static final String MIXED = "mixed";

  private Faults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.addAll(ConsumerFaults.all());
    all.addAll(RedisFaults.all());
    all.addAll(KafkaFaults.all());
    all.addAll(PushFaults.all());
    all.addAll(FcmFaults.all());
    all.addAll(WindowFaults.all());
    all.addAll(SqlFaults.all());
    all.add(DashboardFault.fault());
    all.addAll(ReplayFaults.all());
    all.addAll(NetworkFaults.all());
    all.addAll(DiskFaults.all());
    all.add(PauseFault.fault());
    all.add(ClockFault.fault());
    return all;
  }

  /** Those that this machine can play: clocks need a library, full disks need root. */
  static List<Fault> possible() {
    boolean clocks = ClockFault.library().isPresent();
    boolean disks = SmallDisk.isPossible();
    return all().stream()
        .filter(fault -> clocks || !fault.name().equals("clock"))
        .filter(fault -> disks || !fault.name().endsWith("disk-full"))
        .toList();
  }

  /** The fault that combines all those that can share a round. */
  static Fault mixed() {
    return Fault.mixed(all());
  }

  /**
   * @throws IllegalArgumentException if there is none; it names all faults
   */
  static Fault named(String name) {
    if (name.equals(MIXED)) {
      return mixed();
    }
    return all().stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s'; choose from %s"
                        .formatted(name, all().stream().map(Fault::name).toList())));
  }
}
