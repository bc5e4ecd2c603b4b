package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partition from its assignment until it leaves: what the event loop and the poll thread share.
 * Each volatile field has one writer: the event loop asks the poll thread for something, or the
 * poll thread answers.
 */
public final class Partition {
  private final PartitionName name;
  private final String topicId;
  private final @Nullable CommitNote note;
  private final Watermark watermark = new Watermark();

  /** The Redis that holds the final events of this partition; null until the event loop knows. */
  private volatile @Nullable String runId;

  /** Kafka's id of the topic that was read first; null until the event loop knows it. */
  private volatile @Nullable String firstTopicId;

  private volatile long readAgainFrom;
  private volatile Map<Long, Integer> attempts = Map.of();
  private volatile boolean endWanted;
  private volatile boolean proofWanted;
  private volatile @Nullable Rewind rewind;

  /**
   * Asks the poll thread to go back to an earlier offset.
   *
   * @param offset null to go back to the watermark at the time when Redis surely had it on disk
   * @param runId the Redis that holds the final events from then on
   */
  public record Rewind(@Nullable Long offset, String runId) {}

  /**
   * @param topicId Kafka's id of the topic, or empty if Kafka does not say
   * @param note what the last owner of the partition committed, or null
   */
  public Partition(PartitionName name, String topicId, @Nullable CommitNote note) {
    this.name = name;
    this.topicId = topicId;
    this.note = note;
  }

  public PartitionName name() {
    return name;
  }

  public String topicId() {
    return topicId;
  }

  @Nullable CommitNote note() {
    return note;
  }

  public Watermark watermark() {
    return watermark;
  }

  /** True if the topic with {@code id} is surely another than the one of this partition. */
  public boolean isOfAnotherTopic(String id) {
    return !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }

  /** The id under which a record without an event is reported. */
  public String poisonId(long offset) {
    String first = firstTopicId;
    return first != null && isOfAnotherTopic(first)
        ? EventTopic.poisonId(name.topic(), name.number(), offset, topicId)
        : EventTopic.poisonId(name.topic(), name.number(), offset);
  }

  public @Nullable String firstTopicId() {
    return firstTopicId;
  }

  /** Event loop: the topic that was read first has this id; empty if Kafka never said it. */
  void setFirstTopicId(String id) {
    firstTopicId = id;
  }

  public @Nullable String runId() {
    return runId;
  }

  /** Event loop: this Redis holds the final events of the partition. */
  void setRunId(String redis) {
    runId = redis;
  }

  /** Event loop. */
  void requestRewind(Rewind wanted) {
    rewind = wanted;
  }

  public @Nullable Rewind requestedRewind() {
    return rewind;
  }

  /** Poll thread: the rewind is done, commits name its Redis from now on. */
  public void completeRewind(Rewind done) {
    runId = done.runId();
    rewind = null;
  }

  /** No record before this offset will be read again. */
  long readAgainFrom() {
    return readAgainFrom;
  }

  /** Poll thread. */
  public void setReadAgainFrom(long offset) {
    readAgainFrom = offset;
  }

  /** Ended attempts of the events that are left to the next owner, by offset. */
  public Map<Long, Integer> attempts() {
    return attempts;
  }

  /** Event loop. */
  void setAttempts(Map<Long, Integer> ended) {
    attempts = ended;
  }

  /** True if the event loop waits to hear that all records up to the end were added. */
  public boolean isEndWanted() {
    return endWanted;
  }

  /** Event loop. */
  void wantEnd(boolean wanted) {
    endWanted = wanted;
  }

  /** True if the event loop waits to hear that the group counts us as the owner. */
  public boolean isProofWanted() {
    return proofWanted;
  }

  /** Event loop. */
  void requestProof() {
    proofWanted = true;
  }

  /** Poll thread: the group has accepted a commit of ours. */
  public void completeProof() {
    proofWanted = false;
  }
}
