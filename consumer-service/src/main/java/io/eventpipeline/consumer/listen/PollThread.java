package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on Kafka's poll thread beside polling: records are decoded and handed to the loop,
 * the watermark is committed, and the loop's wishes that need the consumer are met. All methods but
 * the last three are called on that thread only.
 */
@Singleton
public final class PollThread {
  private static final Logger LOG = LoggerFactory.getLogger(PollThread.class);
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  /** How long the consumer may take to leave the group when the process goes. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private static final Duration LEAVE_AT_LEAST = Duration.ofSeconds(1);

  private final ListenSettings settings;
  private final EventLoop loop;
  private final Decoder decoder;
  private final Meters<ConsumerMetric> meters;
  private final Map<Partition, PartitionGauges> gauges = new HashMap<>();
  private final BacklogWatch backlogs = new BacklogWatch();
  private final RereadNote rereads = new RereadNote();
  private final TopicIds topics;
  private final LogGuard guard;
  private final PollPace pace = new PollPace(SystemTime.nanos());
  private final Map<TopicPartition, Partition> assigned = new HashMap<>();
  private long lastCommit;
  private long lastEnd;
  private boolean commitsFail;
  private volatile long lastTurn = SystemTime.nanos();
  private volatile boolean ended;
  private volatile boolean draining;
  private volatile long drainBy;

  PollThread(
      ListenSettings settings,
      EventLoop loop,
      KafkaDefaultConfiguration kafka,
      KafkaContact contact,
      Meters<ConsumerMetric> meters) {
    this.settings = settings;
    this.loop = loop;
    this.meters = meters;
    this.decoder = new Decoder(meters);
    this.topics =
        new TopicIds(() -> Admin.create(kafka.getConfig()), settings.topic().name(), contact);
    this.guard = new LogGuard(topics, loop);
    meters.gauge(ConsumerMetric.POLL_AGE, this, thread -> thread.sinceLastTurn() / 1e9);
  }

  /** Before every poll, also when no records come. */
  void beforePoll(Consumer<?, ?> consumer) {
    SystemTime.sleep(pace.beforePoll(SystemTime.nanos()));
    long now = SystemTime.nanos();
    lastTurn = now;
    for (Partition partition : assigned.values()) {
      rewind(consumer, partition);
      bound(consumer, partition);
    }
    rereads.turnEnds();
    if (now - lastCommit >= COMMIT_NANOS) {
      lastCommit = now;
      commit(consumer, now);
      prove(consumer);
    }
    if (now - lastEnd >= END_NANOS) {
      lastEnd = now;
      lookForEnds(consumer);
    }
    backlogs.turn(consumer, assigned.values(), now);
    guard.turn(assigned.values(), now);
  }

  /** True, once, if a partition's log is another than before: a new consumer is needed. */
  boolean takeLogChanged() {
    return !draining && guard.takeChanged();
  }

  /** A new consumer is there, and no partition is assigned. */
  void startsAnew() {
    topics.renew();
  }

  private void rewind(Consumer<?, ?> consumer, Partition partition) {
    Long position = partition.rewindWanted() ? position(consumer, partition.name()) : null;
    Long target = position == null ? null : partition.takeRewind(position);
    if (position != null && target != null) {
      rereads.add(position - target);
      consumer.seek(partition.name(), target);
      partition.startsAt(target, SystemTime.nanos());
      loop.rewound(partition);
    }
  }

  /**
   * Pauses a partition that has too much unfinished, and resumes it when half of that is done; or
   * whose oldest unfinished event is too far back, and resumes it as soon as that is not so. Its
   * bound is exact, because a gap may end at it.
   */
  private void bound(Consumer<?, ?> consumer, Partition partition) {
    int count = partition.watermark().count();
    long bytes = partition.watermark().bytes();
    int part = partition.paused() ? 2 : 1;
    boolean wide = partition.watermark().span() >= settings.pause().maxLogSpan();
    boolean waits = partition.awaitsFirstTopicId();
    boolean full =
        draining
            || waits
            || wide
            || count >= Math.max(1, settings.order().maxUnfinishedEvents() / part)
            || bytes >= Math.max(1, settings.order().maxUnfinishedBytes() / part);
    if (full != partition.paused()) {
      if (full) {
        consumer.pause(List.of(partition.name()));
        if (!draining && !waits) {
          meters.count(ConsumerMetric.PAUSES);
        }
        if (wide) {
          tellOfSpan(partition);
        }
      } else {
        consumer.resume(List.of(partition.name()));
      }
      partition.paused(full);
      loop.outOfRoom(partition, full && !draining && !waits);
    }
  }

  private void tellOfSpan(Partition partition) {
    long now = SystemTime.nanos();
    if (partition.maySayWide(now)) {
      LOG.warn(
          "{} is paused: the event at offset {} is not final, and {} offsets were read since"
              + " (pause.max-log-span={}). Reading goes on when it is final; see what its handler"
              + " waits for",
          partition.name(),
          partition.watermark().committable(Long.MAX_VALUE),
          partition.watermark().span(),
          settings.pause().maxLogSpan());
    }
  }

  private void commit(Consumer<?, ?> consumer, long now) {
    Map<TopicPartition, OffsetAndMetadata> moved = moved(consumer, assigned.values(), now);
    if (!moved.isEmpty()) {
      // Of a failed commit, Kafka's newer consumer does not tell the offsets.
      consumer.commitAsync(moved, (ignored, failure) -> committed(moved, failure));
    }
  }

  /** The offset that is read next; null while it is not known, which must not hold up the poll. */
  static @Nullable Long position(Consumer<?, ?> consumer, TopicPartition name) {
    try {
      return consumer.position(name, Duration.ofMillis(1));
    } catch (org.apache.kafka.common.errors.TimeoutException notYet) {
      return null;
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> moved(
      Consumer<?, ?> consumer, Collection<Partition> partitions, long now) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (Partition partition : partitions) {
      Long position = position(consumer, partition.name());
      OffsetAndMetadata offset = position == null ? null : partition.toCommit(position, now);
      if (offset != null) {
        moved.put(partition.name(), offset);
      }
    }
    return moved;
  }

  private void committed(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure == null) {
      commitsFail = false;
      return;
    }
    if (!commitsFail) {
      LOG.warn("a commit did not arrive, it is made again: {}", failure.toString());
    }
    commitsFail = true;
    offsets.keySet().forEach(this::uncommitted);
  }

  private void uncommitted(TopicPartition name) {
    Partition partition = assigned.get(name);
    if (partition != null) {
      partition.uncommitted();
    }
  }

  /** Commits before letting go; what does not arrive is read again by the next owner. */
  private void commitNow(Consumer<?, ?> consumer, Collection<Partition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> moved = moved(consumer, partitions, SystemTime.nanos());
    if (moved.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(moved, KAFKA_TIMEOUT);
    } catch (WakeupException e) {
      partitions.forEach(Partition::uncommitted);
      throw e; // or the shutdown that it announces would never come
    } catch (KafkaException e) {
      LOG.warn("the last commit did not arrive: {}", e.toString());
    }
  }

  /** A commit that the group takes proves that we are a member, and so the owner. */
  private void prove(Consumer<?, ?> consumer) {
    for (Partition partition : assigned.values()) {
      if (partition.proofWanted()) {
        try {
          partition.uncommitted();
          OffsetAndMetadata offset =
              moved(consumer, List.of(partition), SystemTime.nanos()).get(partition.name());
          if (offset != null) {
            consumer.commitSync(Map.of(partition.name(), offset), KAFKA_TIMEOUT);
            partition.wantProof(false);
            loop.proven(partition);
          }
        } catch (WakeupException e) {
          throw e;
        } catch (KafkaException e) {
          LOG.warn("not (or not yet) the owner of {}: {}", partition.name(), e.toString());
        }
      }
    }
  }

  /** Asks the broker itself, so that a broker that is away never looks like an end. */
  private void lookForEnds(Consumer<?, ?> consumer) {
    List<TopicPartition> wanted = new ArrayList<>();
    for (Partition partition : assigned.values()) {
      if (partition.endWanted() && !partition.paused()) {
        wanted.add(partition.name());
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    long asked = SystemTime.nanos();
    try {
      consumer
          .endOffsets(wanted, KAFKA_TIMEOUT)
          .forEach(
              (name, end) -> {
                Partition partition = assigned.get(name);
                Long position = partition == null ? null : position(consumer, name);
                if (partition != null && position != null && position >= end) {
                  loop.atEnd(partition, asked);
                }
              });
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("the ends of {} are not known: {}", wanted, e.toString());
    }
  }

  /** Records came; they are handed on whole or read again. */
  void received(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {
    pace.polled(records.count());
    guard.polled();
    for (TopicPartition name : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(name);
      Partition partition = assigned.get(name);
      if (partition != null) {
        received(consumer, partition, batch);
      } else { // the callback was cut short, or the topic was not there
        consumer.seek(name, batch.getFirst().offset());
        assigned(consumer, List.of(name));
      }
    }
  }

  private void received(
      Consumer<?, ?> consumer, Partition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
    long first = batch.getFirst().offset();
    List<PendingEvent> registered = new ArrayList<>(batch.size());
    try {
      List<PendingEvent> decoded = new ArrayList<>(batch.size());
      for (ConsumerRecord<byte[], byte[]> record : batch) {
        decoded.add(decoder.decode(record, partition));
      }
      if (guard.admits(partition, batch, decoded)) {
        handOn(partition, decoded, registered);
        partition.readLog().passed(batch);
      } else {
        consumer.seek(partition.name(), first);
      }
    } catch (Throwable t) { // an Error too, or the poll thread would end without a word
      LOG.error("reading {} again from {}", partition.name(), first, t);
      registered.forEach(e -> partition.watermark().finish(e.offset(), e.size()));
      consumer.seek(partition.name(), first);
    }
  }

  private void handOn(
      Partition partition, List<PendingEvent> decoded, List<PendingEvent> registered) {
    meters.count(ConsumerMetric.CONSUMED, decoded.size());
    for (PendingEvent entry : decoded) {
      partition.backlog().read(entry.offset(), entry.logTime());
      if (partition.watermark().register(entry.offset(), entry.size())) {
        registered.add(entry);
      }
    }
    loop.add(partition, registered);
  }

  /** Partitions are ours now. */
  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    Map<TopicPartition, OffsetAndMetadata> offsets = committed(consumer, names);
    String topicId = names.isEmpty() ? "" : topicId(); // after the offsets: it may change meanwhile
    if (topicId == null) {
      LOG.warn("{} were assigned, but the topic is not there: its next records wait", names);
      return;
    }
    for (TopicPartition name : names) {
      Partition partition = new Partition(name, topicId, settings.ledger().reread());
      OffsetAndMetadata offset = offsets.get(name);
      CommitNote note = CommitNote.parse(offset == null ? null : offset.metadata());
      if (note != null && note.isOfAnother(topicId)) {
        LOG.warn("{} is of a topic made anew: reading it from its start", name);
        consumer.seekToBeginning(List.of(name));
        note = null;
      } else if (offset != null) {
        startAt(consumer, partition, offset.offset(), note);
      }
      leave(assigned.put(name, partition));
      gauges.put(partition, new PartitionGauges(meters, partition, settings));
      consumer.resume(List.of(name));
      loop.assigned(partition, note);
    }
    meters.count(ConsumerMetric.REBALANCES, "assigned", names.size());
    LOG.info("assigned {}", names);
    try {
      decoder.partitions(consumer.partitionsFor(settings.topic().name(), KAFKA_TIMEOUT).size());
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      LOG.warn("the number of partitions is not known: {}", e.toString());
    }
  }

  /** Begins at a committed offset; Kafka looks whether the log still has the leader before it. */
  private static void startAt(
      Consumer<?, ?> consumer, Partition partition, long offset, @Nullable CommitNote note) {
    partition.startsAt(offset, SystemTime.nanos());
    if (note == null) {
      return;
    }
    note.attempts().keySet().forEach(tried -> partition.readLog().remembers(tried + 1));
    // An epoch of another topic would keep the consumer from ever finding the leader.
    if (note.leaderEpoch() != CommitNote.UNKNOWN_EPOCH
        && note.topicId().equals(partition.topicId())) {
      consumer.seek(
          partition.name(), new OffsetAndMetadata(offset, Optional.of(note.leaderEpoch()), ""));
    }
  }

  /** Waits until Kafka says which topic is there; null if there is none. */
  private @Nullable String topicId() {
    while (!draining) {
      lastTurn = SystemTime.nanos();
      switch (topics.ask()) {
        case TopicIds.Reply.Is(String id) -> {
          return id;
        }
        case TopicIds.Reply.Missing() -> {
          return null;
        }
        case TopicIds.Reply.Unknown(Throwable why) ->
            LOG.debug(
                "the id of topic {} is not known yet: {}", settings.topic().name(), why.toString());
      }
    }
    return CommitNote.UNKNOWN_TOPIC;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    while (true) {
      lastTurn = SystemTime.nanos();
      try {
        return consumer.committed(Set.copyOf(names), KAFKA_TIMEOUT);
      } catch (org.apache.kafka.common.errors.TimeoutException e) {
        LOG.warn("the committed offsets are not known yet: {}", e.toString());
      }
    }
  }

  /** Partitions are about to be another's: finishes what runs, commits, lets go. */
  void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    List<Partition> leaving = names.stream().map(assigned::get).filter(p -> p != null).toList();
    finish(leaving);
    commitNow(consumer, leaving);
    names.forEach(name -> leave(assigned.remove(name)));
    meters.count(ConsumerMetric.REBALANCES, "revoked", names.size());
    LOG.info("revoked {}", names);
  }

  /** Partitions are another's already. */
  void lost(Collection<TopicPartition> names) {
    for (TopicPartition name : names) {
      Partition partition = assigned.remove(name);
      if (partition != null) {
        loop.lost(partition);
      }
      leave(partition);
    }
    meters.count(ConsumerMetric.REBALANCES, "lost", names.size());
    LOG.warn("lost {}", names);
  }

  private void leave(@Nullable Partition partition) {
    PartitionGauges shown = partition == null ? null : gauges.remove(partition);
    if (shown != null) {
      shown.end();
    }
  }

  private void finish(List<Partition> leaving) {
    Future<Void> finished = loop.finish(leaving);
    long end = SystemTime.nanos() + settings.grace().toNanos() + TimeUnit.SECONDS.toNanos(1);
    try {
      while (!finished.isDone() && SystemTime.nanos() < end) {
        lastTurn = SystemTime.nanos(); // it waits, and rightly so
        awaitBriefly(finished);
      }
      if (!finished.isDone()) {
        LOG.error(
            "{} could not be finished in time", leaving.stream().map(Partition::name).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitBriefly(Future<Void> finished) throws InterruptedException {
    try {
      finished.get(1, TimeUnit.SECONDS);
    } catch (TimeoutException goOn) {
      // The caller looks at the time.
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The consumer is about to be closed. */
  void closing(Consumer<?, ?> consumer) {
    ended = true;
    commitNow(consumer, assigned.values());
    topics.close();
  }

  /** How long the consumer may take to close: Kafka may be away, and the grace nearly over. */
  Duration timeToClose() {
    long left = draining ? drainBy - SystemTime.nanos() : LEAVE.toNanos();
    return Duration.ofNanos(Math.clamp(left, LEAVE_AT_LEAST.toNanos(), LEAVE.toNanos()));
  }

  /** An error comes out of the consumer, and no poll will follow. */
  void died(Throwable why) {
    ended = true;
    LOG.error("the poll thread has died; restart the process", why);
  }

  /** How long ago the thread last came round, in nanoseconds. Any thread. */
  public long sinceLastTurn() {
    return SystemTime.nanos() - lastTurn;
  }

  /** True once the thread has ended. Any thread. */
  public boolean hasEnded() {
    return ended;
  }

  /** Reads nothing more from now on; commits go on. Any thread. */
  void drain() {
    drainBy = SystemTime.nanos() + settings.grace().toNanos();
    draining = true;
  }
}
