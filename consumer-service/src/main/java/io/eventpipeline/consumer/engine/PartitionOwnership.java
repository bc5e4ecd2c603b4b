package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether Redis is there and counts us as the owner of a partition. We take a partition once
 * Redis is there, and keep it until Redis names another epoch. Then the group has to prove us the
 * owner before we take it again. Event loop only.
 */
final class PartitionOwnership {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionOwnership.class);

  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Partition partition;
  private final RedisLedger ledger;
  private @Nullable String runId;
  private @Nullable Ownership owner;
  private boolean connected;
  private boolean taking;
  private boolean rewinding;
  private boolean ending;
  private boolean lost;
  private boolean pausesKnown;
  private long holdUntil = SystemTime.nanos();
  private long aloneUntil = SystemTime.nanos();

  PartitionOwnership(Partition partition, RedisLedger ledger) {
    this.partition = partition;
    this.ledger = ledger;
  }

  Partition partition() {
    return partition;
  }

  /** Redis is there. We read again if it is not the one that was told which events are final. */
  void connect(RedisServerInfo server) {
    CommitNote note = runId == null ? partition.note() : null;
    String before = note == null ? runId : note.runId();
    if (before == null || before.equals(server.runId())) {
      partition.setRunId(server.runId());
    } else {
      rewinding = true;
      Long from = note == null ? null : Long.valueOf(note.rereadFrom());
      partition.requestRewind(new Partition.Rewind(from, server.runId()));
      if (note != null) {
        ledger.rewriteAppendOnlyFile();
      }
    }
    runId = server.runId();
    connected = true;
  }

  void disconnect() {
    connected = false;
    taking = false;
  }

  /** True while records that were read before are on their way, because Redis forgot them. */
  boolean isRewinding() {
    return rewinding;
  }

  void endRewind() {
    rewinding = false;
  }

  /** True if it is time to try again to take the partition. */
  boolean shouldTake(long now) {
    return connected && owner == null && !lost && !partition.isProofWanted() && now >= holdUntil;
  }

  /** True if the partition is to be taken now; its answer is awaited then. */
  boolean beginTake() {
    if (taking || owner != null || lost) {
      return false;
    }
    taking = true;
    return true;
  }

  /** False if nobody awaits the answer, because its connection is gone. */
  boolean endTake() {
    boolean awaited = taking;
    taking = false;
    return awaited;
  }

  void own(Ownership ours) {
    owner = ours;
    partition.setFirstTopicId(ours.firstTopicId());
  }

  /** Redis has said which users are paused: from now on events may be claimed. */
  void setPausesKnown() {
    pausesKnown = true;
  }

  /** Redis is there, counts us as the owner, and has said which users are paused. */
  boolean isOpen() {
    return current() != null;
  }

  /** Our ownership while {@link #isOpen}, or null. */
  @Nullable Ownership current() {
    return connected && pausesKnown ? owner : null;
  }

  /** Redis refused something, or gave no answer: asks it nothing for a moment. */
  void hold(long now) {
    holdUntil = now + HOLD_NANOS;
    aloneUntil = now + ALONE_NANOS;
  }

  /** When Redis may be asked again, on the clock of the event loop. */
  long holdUntil() {
    return holdUntil;
  }

  /** True while each user's steps go alone, so that a refusal for one user delays no other. */
  boolean isAlone(long now) {
    return now < aloneUntil;
  }

  /** The partition is about to leave: once fenced, it is not taken again. */
  void startEnding() {
    ending = true;
  }

  /** True if another owner took the partition while we were letting it go. */
  boolean isLost() {
    return lost;
  }

  /**
   * Another epoch is stored. Either a newer owner exists, or Redis lost its last writes; the group
   * knows which.
   */
  void fence(Ownership ours, String stored) {
    if (owner != ours) {
      return;
    }
    LOG.warn(
        "Redis stores epoch {} for {}, ours is {}; nothing is written until Kafka confirms that"
            + " the partition is ours",
        stored,
        partition.name(),
        ours.epoch());
    owner = null;
    if (ending) {
      lost = true;
    } else {
      partition.requestProof();
    }
  }
}
