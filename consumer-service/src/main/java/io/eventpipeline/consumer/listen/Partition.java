package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.offset.Backlog;
import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition as long as it is assigned to us, as far as the poll thread and the loop both need it.
 * The volatile fields are requests of the loop to the poll thread; all else is the poll thread's.
 */
final class Partition {
  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final TopicPartition name;
  private final String topicId;
  private final Duration reread;
  private final Watermark watermark = new Watermark();
  private final Backlog backlog = new Backlog();
  private final ReadHistory readLog = new ReadHistory();
  private final Deque<Mark> history = new ArrayDeque<>();
  private @Nullable OffsetAndMetadata committed;
  private Map<Long, Integer> committedAttempts = Map.of();
  private long logTime = Long.MIN_VALUE;
  private boolean paused;
  private boolean cutOff;
  private boolean firstTopicIdAwaited;
  private boolean saidWide;
  private long saidWideAt;

  /** The Redis that holds what is final here; null until the loop knows it. */
  private volatile @Nullable String runId;

  /** Kafka's id of the topic that the partition was first read of; null until the loop knows it. */
  private volatile @Nullable String firstTopicId;

  private volatile long readAgainFrom;
  private volatile Map<Long, Integer> attempts = Map.of();
  private volatile boolean endWanted;
  private volatile boolean proofWanted;
  private volatile @Nullable Rewind rewind;

  private record Mark(long nanos, long offset) {}

  /**
   * Reading has to go on at an earlier place.
   *
   * @param offset null for where the watermark was when Redis was last sure to have it
   * @param runId the Redis that is to hold what is final from then on
   */
  record Rewind(@Nullable Long offset, String runId) {}

  /**
   * @param topicId Kafka's id of the topic, or empty
   */
  Partition(TopicPartition name, String topicId, Duration reread) {
    this.name = name;
    this.topicId = topicId;
    this.reread = reread;
  }

  TopicPartition name() {
    return name;
  }

  Watermark watermark() {
    return watermark;
  }

  Backlog backlog() {
    return backlog;
  }

  ReadHistory readLog() {
    return readLog;
  }

  /** Kafka's id of its topic, or empty. Any thread. */
  String topicId() {
    return topicId;
  }

  /** True if it is known to be of another topic than {@code id}. */
  boolean isOfAnother(String id) {
    return !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }

  /** The id under which a record is reported that is no event. */
  String poisonId(long offset) {
    String first = firstTopicId;
    return first != null && isOfAnother(first)
        ? EventTopic.poisonId(name.topic(), name.partition(), offset, topicId)
        : EventTopic.poisonId(name.topic(), name.partition(), offset);
  }

  @Nullable String firstTopicId() {
    return firstTopicId;
  }

  /** Event loop: the topic that it was first read of had this id, or empty. */
  void firstTopicId(String id) {
    firstTopicId = id;
  }

  /** What is read next needs the id of the topic that it was first read of. */
  void awaitFirstTopicId() {
    firstTopicIdAwaited = true;
  }

  /** True as long as nothing more can be read without that. */
  boolean awaitsFirstTopicId() {
    firstTopicIdAwaited &= firstTopicId == null;
    return firstTopicIdAwaited;
  }

  /** Its log was cut off: what offsets stood for may be gone. */
  void cutOff() {
    cutOff = true;
  }

  /** Moves the log time on by a record's timestamp; gives where it is then, unix milliseconds. */
  long logTime(long timestamp) {
    logTime = Math.max(logTime, timestamp);
    return logTime;
  }

  /** What is to be committed, given the offset that is read next; null if nothing has moved. */
  @Nullable OffsetAndMetadata toCommit(long position, long nanos) {
    String redis = runId;
    if (redis == null || rewind != null) {
      return null;
    }
    long offset = watermark.committable(position);
    Map<Long, Integer> tried = cutOff ? Map.of() : attempts;
    if (committed != null && committed.offset() == offset && tried.equals(committedAttempts)) {
      return null;
    }
    committedAttempts = tried;
    history.addLast(new Mark(nanos, offset));
    readAgainFrom = rereadFrom(offset);
    CommitNote note =
        new CommitNote(redis, readAgainFrom, topicId, readLog.epochBefore(offset), tried);
    return committed = new OffsetAndMetadata(offset, note.text());
  }

  /** Where the watermark was the time of {@code reread} before it last moved. */
  private long rereadFrom(long offset) {
    Mark last = history.peekLast();
    Mark first = history.peekFirst();
    if (last == null || first == null) {
      return offset;
    }
    long cut = last.nanos() - reread.toNanos();
    while (history.size() > 1 && second(history).nanos() <= cut) {
      history.removeFirst();
    }
    return Math.min(offset, history.getFirst().offset());
  }

  private static Mark second(Deque<Mark> marks) {
    var iterator = marks.iterator();
    iterator.next();
    return iterator.next();
  }

  /** The last commit did not arrive: it is to be made again. */
  void uncommitted() {
    committed = null;
  }

  /** Reading begins at {@code offset}, and everything before is final. */
  void startsAt(long offset, long nanos) {
    readLog.startsAt(offset);
    history.addLast(new Mark(nanos, offset));
  }

  /** The loop wants to read again from an earlier place. */
  boolean rewindWanted() {
    return rewind != null;
  }

  /** Carries out a rewind, given the offset that is read next; gives where to read on, or null. */
  @Nullable Long takeRewind(long position) {
    Rewind wanted = rewind;
    if (wanted == null) {
      return null;
    }
    long target =
        wanted.offset() != null ? wanted.offset() : rereadFrom(watermark.committable(position));
    history.clear();
    backlog.rewound();
    committed = null;
    logTime = Long.MIN_VALUE;
    runId = wanted.runId();
    rewind = null;
    return Math.min(target, position);
  }

  boolean paused() {
    return paused;
  }

  void paused(boolean on) {
    paused = on;
  }

  /** True if it is time to say that it is paused for its span: once a minute at most. */
  boolean maySayWide(long nanos) {
    boolean may = !saidWide || nanos - saidWideAt >= SAY_AGAIN_NANOS;
    saidWide = true;
    saidWideAt = may ? nanos : saidWideAt;
    return may;
  }

  @Nullable String runId() {
    return runId;
  }

  /** Event loop: this Redis holds what is final here. */
  void verified(String redis) {
    runId = redis;
  }

  /** Event loop: read again from an earlier place. */
  void rewindTo(Rewind wanted) {
    rewind = wanted;
  }

  /** Records before this offset will not be read again. Event loop. */
  long readAgainFrom() {
    return readAgainFrom;
  }

  /** Event loop: how often the handlers of what is let go have run, by offset. */
  void attempts(Map<Long, Integer> soFar) {
    attempts = soFar;
  }

  boolean endWanted() {
    return endWanted;
  }

  /** Event loop: say when we stand at the end of the partition. */
  void wantEnd(boolean on) {
    endWanted = on;
  }

  boolean proofWanted() {
    return proofWanted;
  }

  /** Event loop: say whether the group still counts us as the partition's owner. */
  void wantProof(boolean on) {
    proofWanted = on;
  }
}
