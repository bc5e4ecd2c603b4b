package io.eventpipeline.consumer.observe;

/** Every meter of the consumer. */
public enum Metric {
  PROCESSED("consumer.processed", "Events that became processed"),
  FAILED("consumer.failed", "Events that became failed, and stand in the dead-letter queue"),
  SKIPPED("consumer.skipped", "Events that became skipped, their place in the order being gone"),
  POISON("consumer.poison", "Records that hold no valid event"),
  MISROUTED(
      "consumer.misrouted",
      "Records in another partition than the murmur2 hash of their user names: set the producer's"
          + " partitioner"),
  HELD_BY_TIMEOUT(
      "consumer.held", "Times a tenth of a second in which a handler over its timeout held a lane"),
  UNFINISHED("consumer.unfinished", "Records read and not final");

  private final String id;
  private final String help;

  Metric(String id, String help) {
    this.id = id;
    this.help = help;
  }

  /** Its name, parts separated by dots. */
  public String id() {
    return id;
  }

  /** What it counts. */
  public String help() {
    return help;
  }
}
