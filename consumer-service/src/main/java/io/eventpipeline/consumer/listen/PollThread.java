package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.runtime.observe.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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
public final class PollThread {
  private static final Logger LOG = LoggerFactory.getLogger(PollThread.class);
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  private final ListenSettings settings;
  private final Loop loop;
  private final Decoder decoder;
  private final Meters<Metric> meters;
  private final Map<Partition, PartitionGauges> gauges = new HashMap<>();
  private final BacklogWatch backlogs = new BacklogWatch();
  private final PollPace pace = new PollPace(System.nanoTime());
  private final Map<TopicPartition, Partition> assigned = new HashMap<>();
  private long lastCommit;
  private long lastEnd;
  private volatile long lastTurn = System.nanoTime();
  private volatile boolean ended;
  private volatile boolean draining;

  public PollThread(ListenSettings settings, Loop loop, Meters<Metric> meters) {
    this.settings = settings;
    this.loop = loop;
    this.meters = meters;
    this.decoder = new Decoder(settings.topic(), meters);
    meters.gauge(Metric.POLL_AGE, this, thread -> thread.sinceLastTurn() / 1e9);
  }

  /** Before every poll, also when no records come. */
  void beforePoll(Consumer<?, ?> consumer) {
    LockSupport.parkNanos(pace.beforePoll(System.nanoTime()));
    long now = System.nanoTime();
    lastTurn = now;
    for (Partition partition : assigned.values()) {
      rewind(consumer, partition);
      bound(consumer, partition);
    }
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
  }

  private void rewind(Consumer<?, ?> consumer, Partition partition) {
    Long position = partition.rewindWanted() ? position(consumer, partition.name()) : null;
    Long target = position == null ? null : partition.takeRewind(position);
    if (target != null) {
      LOG.warn("Redis may have forgotten: reading {} again from {}", partition.name(), target);
      consumer.seek(partition.name(), target);
      partition.startsAt(target, System.nanoTime());
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
    boolean wide = partition.watermark().span() >= settings.maxLogSpan();
    boolean full =
        draining
            || wide
            || count >= Math.max(1, settings.maxUnfinishedEvents() / part)
            || bytes >= Math.max(1, settings.maxUnfinishedBytes() / part);
    if (full != partition.paused()) {
      if (full) {
        consumer.pause(List.of(partition.name()));
        if (!draining) {
          meters.count(Metric.PAUSES);
        }
        if (wide) {
          tellOfSpan(partition);
        }
      } else {
        consumer.resume(List.of(partition.name()));
      }
      partition.paused(full);
      loop.outOfRoom(partition, full && !draining);
    }
  }

  private void tellOfSpan(Partition partition) {
    long now = System.nanoTime();
    if (partition.maySayWide(now)) {
      LOG.warn(
          "{} is paused: the event at offset {} is not final, and {} offsets were read since"
              + " (pause.max-log-span={}). Reading goes on when it is final; see what its handler"
              + " waits for",
          partition.name(),
          partition.watermark().committable(Long.MAX_VALUE),
          partition.watermark().span(),
          settings.maxLogSpan());
    }
  }

  private void commit(Consumer<?, ?> consumer, long now) {
    Map<TopicPartition, OffsetAndMetadata> moved = moved(consumer, assigned.values(), now);
    if (!moved.isEmpty()) {
      consumer.commitAsync(moved, this::committed);
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
    if (failure != null) {
      LOG.warn("commit did not arrive, it is made again: {}", failure.toString());
      offsets.keySet().forEach(this::uncommitted);
    }
  }

  private void uncommitted(TopicPartition name) {
    Partition partition = assigned.get(name);
    if (partition != null) {
      partition.uncommitted();
    }
  }

  /** Commits before letting go; what does not arrive is read again by the next owner. */
  private void commitNow(Consumer<?, ?> consumer, Collection<Partition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> moved = moved(consumer, partitions, System.nanoTime());
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
              moved(consumer, List.of(partition), System.nanoTime()).get(partition.name());
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
    long asked = System.nanoTime();
    try {
      consumer
          .endOffsets(wanted, KAFKA_TIMEOUT)
          .forEach(
              (name, end) -> {
                Partition partition = assigned.get(name);
                if (partition != null && consumer.position(name) >= end) {
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
    for (TopicPartition name : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(name);
      if (!assigned.containsKey(name)) {
        assigned(consumer, List.of(name)); // the callback was cut short
      }
      Partition partition = assigned.get(name);
      List<Entry> registered = new ArrayList<>(batch.size());
      try {
        if (partition != null) {
          handOn(partition, batch, registered);
        }
      } catch (Throwable t) { // an Error too, or the poll thread would end without a word
        LOG.error("reading {} again from {}", name, batch.getFirst().offset(), t);
        registered.forEach(e -> partition.watermark().finish(e.offset(), e.size()));
        consumer.seek(name, batch.getFirst().offset());
      }
    }
  }

  private void handOn(
      Partition partition, List<ConsumerRecord<byte[], byte[]>> batch, List<Entry> registered) {
    List<Entry> decoded = new ArrayList<>(batch.size());
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      Entry entry = decoder.decode(record, partition);
      partition.backlog().read(entry.offset(), entry.logTime());
      decoded.add(entry);
    }
    meters.count(Metric.CONSUMED, decoded.size());
    for (Entry entry : decoded) {
      if (partition.watermark().register(entry.offset(), entry.size())) {
        registered.add(entry);
      }
    }
    loop.add(partition, registered);
  }

  /** Partitions are ours now. */
  void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    Map<TopicPartition, OffsetAndMetadata> offsets = committed(consumer, names);
    for (TopicPartition name : names) {
      Partition partition = new Partition(name, settings.reread());
      OffsetAndMetadata offset = offsets.get(name);
      if (offset != null) {
        partition.startsAt(offset.offset(), System.nanoTime());
      }
      leave(assigned.put(name, partition));
      gauges.put(partition, new PartitionGauges(meters, partition, settings));
      consumer.resume(List.of(name));
      loop.assigned(partition, CommitNote.parse(offset == null ? null : offset.metadata()));
    }
    meters.count(Metric.REBALANCES, "assigned", names.size());
    LOG.info("assigned {}", names);
    try {
      decoder.partitions(consumer.partitionsFor(settings.topic(), KAFKA_TIMEOUT).size());
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      LOG.warn("the number of partitions is not known: {}", e.toString());
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    while (true) {
      lastTurn = System.nanoTime();
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
    meters.count(Metric.REBALANCES, "revoked", names.size());
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
    meters.count(Metric.REBALANCES, "lost", names.size());
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
    long end = System.nanoTime() + settings.grace().toNanos() + TimeUnit.SECONDS.toNanos(1);
    try {
      while (!finished.isDone() && System.nanoTime() < end) {
        lastTurn = System.nanoTime(); // it waits, and rightly so
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
  }

  /** An error comes out of the consumer, and no poll will follow. */
  void died(Throwable why) {
    ended = true;
    LOG.error("the poll thread has died; restart the process", why);
  }

  /** How long ago the thread last came round, in nanoseconds. Any thread. */
  public long sinceLastTurn() {
    return System.nanoTime() - lastTurn;
  }

  /** True once the thread has ended. Any thread. */
  public boolean hasEnded() {
    return ended;
  }

  /** Reads nothing more from now on; commits go on. Any thread. */
  void drain() {
    draining = true;
  }
}
