package io.eventpipeline.testbed.chaos;

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
    all.addAll(ReplayFaults.all());
    all.add(PauseFault.fault());
    all.add(ClockFault.fault());
    return all;
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
