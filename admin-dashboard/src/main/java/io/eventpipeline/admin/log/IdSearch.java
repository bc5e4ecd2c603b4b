package io.eventpipeline.admin.log;

import io.eventpipeline.admin.log.SearchState.End;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the record of one event, from the best clue to the worst: a known offset, the time in
 * its id, the time at which it became final, and last all that is not final. One thread.
 */
final class IdSearch {
  private static final long[] STRETCHES = {1_000, 4_000, 16_000, 50_000};

  /** Clocks of API and broker differ by less. */
  private static final long CLOCKS_MS = 1000;

  /** A record that was accepted is in Kafka after this time at the latest. */
  private static final long ACCEPTED_MS = 60_000;

  private static final long SHOWN_EVERY = 10_000;

  private final Search search;
  private final String id;
  private final byte[] idBytes;
  private final IdClues clues;
  private final LogScan scan;
  private final LogTopic topic;
  private final Progress progress;
  private Map<TopicPartition, Long> ends = Map.of();
  private long looked;
  private long backTo;
  private @Nullable LogRecord found;
  private boolean isLate;

  /**
   * @param progress how far the consumers were before
   */
  IdSearch(
      Search search,
      Wanted.ById wanted,
      IdClues clues,
      LogScan scan,
      LogTopic topic,
      Progress progress) {
    this.search = search;
    this.id = wanted.id();
    this.idBytes = id.getBytes(StandardCharsets.UTF_8);
    this.clues = clues;
    this.scan = scan;
    this.topic = topic;
    this.progress = progress;
  }

  /** Returns how it ended. */
  End run() {
    ends = topic.ends();
    List<Supplier<Boolean>> ways =
        List.of(this::isInItsPlace, this::isNearItsTime, this::isBeforeItsEnd, this::isWaiting);
    for (Supplier<Boolean> way : ways) {
      if (way.get()) {
        return End.FOUND;
      }
      if (isLate) {
        return End.TIME;
      }
    }
    return ends.keySet().containsAll(likely()) ? End.BEGINNING : End.AWAY;
  }

  private boolean isInItsPlace() {
    for (IdClues.Place place : clues.places()) {
      if (place.topic().equals(topic.name())) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        long end = Math.min(end(partition), place.offset() + 1);
        if (isBetween(partition, place.offset(), end, Long.MAX_VALUE, false)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isNearItsTime() {
    if (clues.madeAt() == 0) {
      return false;
    }
    for (TopicPartition one : likely()) {
      Long from = scan.offsetAt(one, clues.madeAt() - CLOCKS_MS);
      if (from != null && isBetween(one, from, end(one), clues.madeAt() + ACCEPTED_MS, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBeforeItsEnd() {
    if (clues.finalAt() == 0 || clues.userId().isEmpty()) {
      return false;
    }
    for (TopicPartition one : likely()) {
      Long begin = topic.begins(List.of(one)).get(one);
      Long last = scan.offsetAt(one, clues.finalAt() + CLOCKS_MS);
      long to = last == null ? end(one) : last;
      for (int round = 0; begin != null && to > begin && !isLate; round++) {
        long from = Math.max(begin, to - STRETCHES[Math.min(round, STRETCHES.length - 1)]);
        if (isBetween(one, from, to, Long.MAX_VALUE, true)) {
          return true;
        }
        to = from;
      }
    }
    return false;
  }

  /** What is below the committed offset is final. So an event that is not can only be above. */
  private boolean isWaiting() {
    if (!clues.isOpen()) {
      return false;
    }
    Map<Integer, Long> committed = progress.committedByPartition();
    for (TopicPartition one : topic.partitions()) {
      Long from = committed.get(one.partition());
      if (from != null && isBetween(one, from, end(one), Long.MAX_VALUE, false)) {
        return true;
      }
    }
    return false;
  }

  /** The partitions that may hold it: the user's, if the user is known. */
  private List<TopicPartition> likely() {
    List<TopicPartition> all = topic.partitions();
    if (clues.userId().isEmpty()) {
      return all;
    }
    int own = EventTopic.partitionOf(clues.userId(), all.size());
    return all.stream().filter(one -> one.partition() == own).toList();
  }

  private long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /**
   * Whether the event is in a stretch.
   *
   * @param until later records are not looked at, unix milliseconds
   * @param last true to keep the last one that is of the event, false to stop at the first
   */
  private boolean isBetween(
      TopicPartition partition, long from, long to, long until, boolean last) {
    scan.read(
        partition,
        from,
        to,
        record -> {
          look(record);
          isLate = search.isLate();
          boolean isThere = found != null && !last;
          return !isThere && record.timestamp() <= until && !isLate && !search.isCancelled();
        });
    LogRecord record = found;
    if (record != null) {
      search.show(
          new SearchState(
              List.of(record.row()), record, looked, looked, backTo, End.RUNNING, "", false));
      return true;
    }
    show();
    return false;
  }

  private void look(ConsumerRecord<byte[], byte[]> record) {
    looked++;
    backTo = backTo == 0 ? record.timestamp() : Math.min(backTo, record.timestamp());
    if (LogDecoder.mayBe(record, idBytes) || id.startsWith("poison~")) {
      LogRecord whole = LogDecoder.record(record);
      if (whole.row().id().equals(id) || isPlaceOfPoison(whole)) {
        found = whole;
      }
    }
    if (looked % SHOWN_EVERY == 0) {
      show();
    }
  }

  /** The id of a record in a topic that was made anew ends with the topic's own id. */
  private boolean isPlaceOfPoison(LogRecord record) {
    return !record.row().isEvent() && id.startsWith(record.row().id() + "~");
  }

  private void show() {
    search.show(
        new SearchState(List.of(), null, looked, 0, backTo, End.RUNNING, "", scan.isOlderGone()));
  }
}
