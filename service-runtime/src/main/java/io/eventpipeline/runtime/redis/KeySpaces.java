package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.kafka.EventTopic;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Says which key space holds the keys of a user or of a partition. A user has the space of the
 * partition that Kafka's own partitioner gives it, wherever its records are. Today all partitions
 * share one space without a tag; no caller may rely on that. Threads: any.
 */
@Singleton
public final class KeySpaces {
  private final List<KeySpace> spaces;

  @Inject
  public KeySpaces() {
    this(List.of(new KeySpace("")));
  }

  /**
   * @param spaces the spaces of the partitions 0, 1, …; a single one serves all partitions
   */
  public KeySpaces(List<KeySpace> spaces) {
    this.spaces = List.copyOf(spaces);
  }

  /** The space of everything that belongs to the user and its events. */
  public KeySpace ofUser(String userId) {
    if (spaces.size() == 1) {
      return spaces.getFirst();
    }
    return ofPartition(EventTopic.partitionOf(userId, spaces.size()));
  }

  /** The space of the partition's owner, and of its records that are not events. */
  public KeySpace ofPartition(int partition) {
    return spaces.get(partition % spaces.size());
  }

  /** Every space once: to look for an event whose user is unknown, or to add up all spaces. */
  public List<KeySpace> all() {
    return spaces;
  }
}
