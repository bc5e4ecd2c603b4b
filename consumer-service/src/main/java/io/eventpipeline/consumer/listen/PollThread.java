package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.ledger.EmissionBacklog;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka's poll thread does besides polling. Before each poll it rewinds and pauses partitions,
 * commits watermarks and looks for ends; after it, records go to the event loop; and partitions
 * come and go. Poll thread only, except the last three methods.
 */
@Singleton
public final class PollThread {
  private static final Logger LOG = LoggerFactory.getLogger(PollThread.class);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  private final ListenSettings settings;
  private final EventLoop loop;
  private final Meters<ConsumerMetric> meters;
  private final PollStatus status = new PollStatus();
  private final PollPace pace = new PollPace(SystemTime.nanos());
  private final AssignedPartitions assigned;
  private final TopicIds topics;
  private final LogGuard guard;
  private final Decoder decoder;
  private final RecordIntake intake;
  private final PartitionPauser pauser;
  private final OffsetCommitter committer;
  private final PartitionStart starts;
  private final PartitionRelease releases;
  private final EndWatch ends;
  private final BacklogWatch backlogs = new BacklogWatch();
  private final RereadNote rereads = new RereadNote();

  PollThread(
      ListenSettings settings,
      EventLoop loop,
      KafkaDefaultConfiguration kafka,
      KafkaContact contact,
      EmissionBacklog outbox,
      Meters<ConsumerMetric> meters) {
    this.settings = settings;
    this.loop = loop;
    this.meters = meters;
    assigned = new AssignedPartitions(settings.order(), meters);
    topics = new TopicIds(() -> Admin.create(kafka.getConfig()), settings.topic().name(), contact);
    guard = new LogGuard(topics, loop);
    decoder = new Decoder(meters, settings.windowLog().isOn());
    intake = new RecordIntake(decoder, guard, loop, meters);
    pauser = new PartitionPauser(settings, loop, outbox, meters);
    committer = new OffsetCommitter(assigned, loop);
    starts = new PartitionStart(topics, status, settings.ledger().reread());
    releases = new PartitionRelease(loop, committer, status, settings.grace());
    ends = new EndWatch(assigned, loop);
    meters.gauge(ConsumerMetric.POLL_AGE, status, s -> s.nanosSinceTurn() / 1e9);
  }

  /** Before every poll, also when no records come. */
  void beforePoll(Consumer<?, ?> consumer) {
    SystemTime.sleep(pace.beforePoll(SystemTime.nanos()));
    status.markTurn();
    long now = SystemTime.nanos();
    boolean draining = status.isDraining();
    for (AssignedPartition partition : assigned.all()) {
      rewindIfAsked(consumer, partition);
      keepStart(consumer, partition);
      pauser.pauseOrResume(consumer, partition, draining);
    }
    rereads.endTurn();
    committer.commitIfDue(consumer, now);
    ends.lookIfDue(consumer, now);
    backlogs.lookIfDue(consumer, assigned.all(), now);
    guard.lookIfDue(assigned.all(), now);
  }

  /** True, once, if a partition's log is another than before: a new consumer is needed. */
  boolean takeLogChanged() {
    return !status.isDraining() && guard.takeChanged();
  }

  /** A new consumer is there, and no partition is assigned. */
  void startAnew() {
    topics.renew();
  }

  private void rewindIfAsked(Consumer<?, ?> consumer, AssignedPartition partition) {
    Partition.Rewind wanted = partition.shared().requestedRewind();
    Long position = wanted == null ? null : OffsetCommitter.position(consumer, partition.name());
    if (wanted != null && position != null) {
      long target = partition.rewind(wanted, position);
      rereads.add(position - target);
      consumer.seek(partition.name(), target);
      partition.startAt(target, null, SystemTime.nanos());
      loop.rewind(partition.shared());
    }
  }

  /** Before the commit: a wrong position must not be committed. */
  private static void keepStart(Consumer<?, ?> consumer, AssignedPartition partition) {
    if (partition.isStartGuarded()) {
      Long position = OffsetCommitter.position(consumer, partition.name());
      if (position != null) {
        boolean ignored = seekMissedStart(consumer, partition, position);
      }
    }
  }

  private static boolean seekMissedStart(
      Consumer<?, ?> consumer, AssignedPartition partition, long position) {
    Long start = partition.takeMissedStart(position);
    if (start != null) {
      LOG.warn("{} would be read from {}: back to its start {}", partition.name(), position, start);
      consumer.seek(partition.name(), start);
    }
    return start != null;
  }

  /** Records came; they are handed on whole or read again. */
  void receive(Consumer<?, ?> consumer, ConsumerRecords<byte[], byte[]> records) {
    pace.countPolled(records.count());
    guard.forgetReply();
    for (TopicPartition name : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(name);
      AssignedPartition partition = assigned.get(name);
      if (partition != null) {
        if (!seekMissedStart(consumer, partition, batch.getFirst().offset())) {
          intake.receive(consumer, partition, batch);
        }
      } else { // the assignment was cut short, or the topic was not there
        consumer.seek(name, batch.getFirst().offset());
        assign(consumer, List.of(name));
      }
    }
  }

  /** Starts reading partitions that are ours now. */
  void assign(Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    Map<TopicPartition, OffsetAndMetadata> committed = starts.committed(consumer, names);
    // Asked after the offsets, because the topic may change meanwhile.
    String topicId = names.isEmpty() ? "" : starts.topicId();
    if (topicId == null) {
      LOG.warn("{} were assigned, but the topic is missing; their records wait for it", names);
      return;
    }
    for (TopicPartition name : names) {
      AssignedPartition partition = starts.start(consumer, name, topicId, committed.get(name));
      assigned.add(partition);
      consumer.resume(List.of(name));
      loop.begin(partition.shared());
    }
    meters.count(ConsumerMetric.REBALANCES, "assigned", names.size());
    LOG.info("assigned {}", names);
    countPartitions(consumer);
  }

  private void countPartitions(Consumer<?, ?> consumer) {
    try {
      decoder.setPartitions(consumer.partitionsFor(settings.topic().name(), KAFKA_TIMEOUT).size());
    } catch (TimeoutException e) {
      LOG.warn(
          "Kafka does not say how many partitions there are; consumer_misrouted counts none: {}",
          e.toString());
    }
  }

  /** Finishes, commits and lets go of partitions that are about to be another's. */
  void revoke(Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    releases.release(consumer, names.stream().map(assigned::get).filter(Objects::nonNull).toList());
    names.forEach(assigned::remove);
    meters.count(ConsumerMetric.REBALANCES, "revoked", names.size());
    LOG.info("revoked {}", names);
  }

  /** Lets go at once of partitions that are another's already. */
  void lose(Collection<TopicPartition> names) {
    for (TopicPartition name : names) {
      AssignedPartition partition = assigned.remove(name);
      if (partition != null) {
        loop.abandon(partition.shared());
      }
    }
    meters.count(ConsumerMetric.REBALANCES, "lost", names.size());
    LOG.warn("lost {}", names);
  }

  /** Commits a last time: the consumer is about to be closed. */
  void end(Consumer<?, ?> consumer) {
    status.markEnded();
    committer.commitNow(consumer, assigned.all());
    topics.close();
  }

  /** How long the consumer may take to close. */
  Duration timeToClose() {
    return status.timeToClose();
  }

  /** An error came out of the consumer, and no poll will follow. */
  void die(Throwable why) {
    status.markEnded();
    LOG.error("the poll thread has died; restart the process", why);
  }

  /** How long ago the thread last came round, in nanoseconds. Any thread. */
  public long nanosSinceTurn() {
    return status.nanosSinceTurn();
  }

  /** True once the thread has ended. Any thread. */
  public boolean hasEnded() {
    return status.hasEnded();
  }

  /** Reads nothing more from now on; commits go on. Any thread. */
  void drain() {
    status.startDraining(settings.grace());
  }
}
