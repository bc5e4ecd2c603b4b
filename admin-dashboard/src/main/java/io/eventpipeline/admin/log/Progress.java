package io.eventpipeline.admin.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the consumers are.
 *
 * @param at when that was read, unix milliseconds; 0 if never
 * @param partitions those that answer, in their order
 * @param away partitions that do not answer
 * @param missing true if there is no such topic
 * @param consumers members of the consumers' group
 * @param staleSince since when Kafka does not answer, unix milliseconds; 0 if it does
 */
public record Progress(
    long at,
    List<PartitionProgress> partitions,
    List<Integer> away,
    boolean missing,
    int consumers,
    long staleSince) {
  /** Nothing is known yet. */
  public static final Progress NONE = new Progress(0, List.of(), List.of(), false, 0, 0);

  public Progress {
    partitions = List.copyOf(partitions);
    away = List.copyOf(away);
  }

  /** Whether the figures are those of now. */
  public boolean isKnown() {
    return at != 0 && staleSince == 0;
  }

  public long lag() {
    return partitions.stream().mapToLong(PartitionProgress::lag).sum();
  }

  /** Sum of the ends of all partitions that answer. */
  public long end() {
    return partitions.stream().mapToLong(PartitionProgress::end).sum();
  }

  /** Sum of the committed offsets of all partitions that answer. */
  public long committed() {
    return partitions.stream().mapToLong(PartitionProgress::committed).sum();
  }

  /** The longest wait, in milliseconds. */
  public long oldestMs(long now) {
    return partitions.stream().mapToLong(one -> one.ageMs(now)).max().orElse(0);
  }

  /** The committed offsets by partition. */
  public Map<Integer, Long> committedByPartition() {
    Map<Integer, Long> offsets = new HashMap<>();
    partitions.forEach(one -> offsets.put(one.partition(), one.committed()));
    return offsets;
  }

  Progress stale(long now) {
    return new Progress(
        at, partitions, away, missing, consumers, staleSince == 0 ? now : staleSince);
  }
}
