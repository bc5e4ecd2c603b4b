package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.offset.Backlog;
import io.eventpipeline.consumer.offset.ReadHistory;
import io.eventpipeline.consumer.offset.RewindHistory;
import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.observe.OnceAMinute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the poll thread keeps of a partition while it is assigned to us. Poll thread only. */
final class AssignedPartition {
  private final TopicPartition name;
  private final Partition shared;
  private final Backlog backlog = new Backlog();
  private final ReadHistory readHistory = new ReadHistory();
  private final RewindHistory rewindHistory;
  private final OnceAMinute spanWarnings = new OnceAMinute();
  private @Nullable OffsetAndMetadata committed;
  private Map<Long, Integer> committedAttempts = Map.of();
  private long logTime = Long.MIN_VALUE;
  private boolean paused;
  private boolean outOfRoom;
  private boolean logReplaced;
  private boolean firstTopicIdAwaited;
  private @Nullable Long guardedStart;

  /**
   * @param shared what the event loop needs of it too
   * @param reread how far back to read again if Redis forgot its last writes
   */
  AssignedPartition(TopicPartition name, Partition shared, Duration reread) {
    this.name = name;
    this.shared = shared;
    this.rewindHistory = new RewindHistory(reread);
  }

  TopicPartition name() {
    return name;
  }

  Partition shared() {
    return shared;
  }

  Watermark watermark() {
    return shared.watermark();
  }

  Backlog backlog() {
    return backlog;
  }

  ReadHistory readHistory() {
    return readHistory;
  }

  /** Kafka's leader epoch of a record, as the read history counts it. */
  static int epoch(ConsumerRecord<?, ?> record) {
    return record.leaderEpoch().orElse(ReadHistory.UNKNOWN_EPOCH);
  }

  /** Notes that these records were handed on. */
  void addToHistory(List<? extends ConsumerRecord<?, ?>> batch, long nanos) {
    if (rewindHistory.isEmpty()) { // nothing was ever committed: reading starts here
      rewindHistory.add(nanos, batch.getFirst().offset());
    }
    for (ConsumerRecord<?, ?> record : batch) {
      readHistory.add(record.offset(), epoch(record));
    }
  }

  /** Reads no further until the event loop knows which topic was read first. */
  void awaitFirstTopicId() {
    firstTopicIdAwaited = true;
  }

  boolean isFirstTopicIdAwaited() {
    return firstTopicIdAwaited && shared.firstTopicId() == null;
  }

  /** Its log was replaced: no offset may be trusted any more. */
  void markLogReplaced() {
    logReplaced = true;
  }

  /**
   * Moves the log time on to a record's timestamp.
   *
   * @return the log time then, unix milliseconds
   */
  long advanceLogTime(long timestamp) {
    logTime = Math.max(logTime, timestamp);
    return logTime;
  }

  /**
   * Takes what is to be committed now, or null if nothing has changed.
   *
   * @param position the offset that is read next
   */
  @Nullable OffsetAndMetadata takeCommit(long position, long nanos) {
    String redis = shared.runId();
    if (redis == null || shared.requestedRewind() != null) {
      return null;
    }
    long offset = watermark().committable(position);
    Map<Long, Integer> attempts = logReplaced ? Map.of() : shared.attempts();
    if (committed != null && committed.offset() == offset && attempts.equals(committedAttempts)) {
      return null;
    }
    committedAttempts = attempts;
    rewindHistory.add(nanos, offset);
    long rereadFrom = rewindHistory.rereadFrom(offset);
    shared.setReadAgainFrom(rereadFrom);
    CommitNote note =
        new CommitNote(
            redis, rereadFrom, shared.topicId(), readHistory.epochBefore(offset), attempts);
    committed = new OffsetAndMetadata(offset, note.text());
    return committed;
  }

  /** The last commit did not arrive: the next {@link #takeCommit} gives it again. */
  void forgetCommit() {
    committed = null;
  }

  /**
   * Reading starts at {@code offset}, and every event before it is final.
   *
   * @param note of the owner before us, or null. Redis may still forget what that owner finished
   *     last, so it is reread from where that owner would have reread it.
   */
  void startAt(long offset, @Nullable CommitNote note, long nanos) {
    readHistory.startAt(offset);
    rewindHistory.add(nanos, note == null ? offset : Math.min(offset, note.rereadFrom()));
    if (note != null) {
      note.attempts().keySet().forEach(tried -> readHistory.addKnown(tried + 1));
    }
  }

  /** Like {@link #startAt}, and {@link #takeMissedStart} tells if Kafka's client moved past it. */
  void startOnlyAt(long offset, long nanos) {
    startAt(offset, null, nanos);
    guardedStart = offset;
  }

  /**
   * The offset to seek, once, if nothing was read yet and the client is past the start. A late
   * answer about committed offsets can move it there, to an offset of the topic before.
   *
   * @param position the offset that is read next, or of the first record that came
   */
  @Nullable Long takeMissedStart(long position) {
    Long start = guardedStart;
    if (start == null || !readHistory.isEmpty()) {
      guardedStart = null;
      return null;
    }
    if (position <= start) {
      return null;
    }
    guardedStart = null;
    return start;
  }

  /** True until the first record of a guarded start was read. */
  boolean isStartGuarded() {
    return guardedStart != null;
  }

  /**
   * Does what the event loop asked for.
   *
   * @param position the offset that is read next
   * @return where to read on
   */
  long rewind(Partition.Rewind wanted, long position) {
    Long offset = wanted.offset();
    long target =
        offset != null ? offset : rewindHistory.rereadFrom(watermark().committable(position));
    rewindHistory.clear();
    backlog.clear();
    committed = null;
    logTime = Long.MIN_VALUE;
    shared.completeRewind(wanted);
    return Math.min(target, position);
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean on) {
    paused = on;
  }

  /** True while it holds too much, or its oldest event that is not final is too far back. */
  boolean isOutOfRoom() {
    return outOfRoom;
  }

  void setOutOfRoom(boolean on) {
    outOfRoom = on;
  }

  /** True, once a minute at most, if a warning of its long span may be logged now. */
  boolean takeSpanWarning(long nanos) {
    return spanWarnings.mayTell("span", nanos);
  }
}
