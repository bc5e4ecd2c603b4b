package io.eventpipeline.admin.log;

import io.eventpipeline.admin.log.SearchState.End;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.time.SystemTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the newest events of a user, backward: stretch by stretch from the end, each read
 * forward. The first stretches are short, so that the newest hits come soon. They stay short while
 * the log is slow, because a search looks at its time between two of them only. One thread.
 */
final class UserSearch {
  /** Hits of one page. */
  static final int PAGE = 50;

  private static final long SHORTEST = 2_000;
  private static final long LONGEST = 50_000;
  private static final int MOST_GROWTH = 4;
  private static final long AIM = Duration.ofSeconds(1).toNanos();
  private static final long SHOWN_EVERY = 10_000;

  private final Search search;
  private final Wanted.ByUser wanted;
  private final LogScan scan;
  private final LogTopic topic;
  private final byte[] key;
  private final List<LogRow> hits = new ArrayList<>();
  private final Map<TopicPartition, Long> begins = new HashMap<>();
  private final Map<Integer, Long> before = new HashMap<>();
  private long looked;
  private long of;
  private boolean isWhole = true;

  /** By partition: the time of the oldest record that was looked at. */
  private final Map<Integer, Long> backTo = new HashMap<>();

  UserSearch(Search search, Wanted.ByUser wanted, LogScan scan, LogTopic topic) {
    this.search = search;
    this.wanted = wanted;
    this.scan = scan;
    this.topic = topic;
    this.key = wanted.userId().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns how it ended. */
  End run() {
    begin();
    long stretch = SHORTEST;
    while (true) {
      boolean isDone = true;
      long slowest = 0;
      for (Map.Entry<TopicPartition, Long> one : begins.entrySet()) {
        long to = before(one.getKey());
        if (to > one.getValue()) {
          long began = SystemTime.nanos();
          read(one.getKey(), Math.max(one.getValue(), to - stretch), to);
          show();
          if (search.isLate()) {
            return End.TIME;
          }
          slowest = Math.max(slowest, SystemTime.nanos() - began);
          isDone = false;
        }
      }
      if (hits.size() >= PAGE && !isDone) {
        return End.FOUND;
      }
      if (isDone) {
        before.clear(); // nothing is left
        show();
        return isWhole ? End.BEGINNING : End.AWAY;
      }
      stretch = next(stretch, slowest);
    }
  }

  /**
   * How long the next stretches are, so that each takes about a second at most.
   *
   * @param nanos that the slowest one of this length took
   */
  static long next(long stretch, long nanos) {
    long next = stretch * AIM / Math.max(nanos, AIM / MOST_GROWTH);
    return Math.clamp(next, SHORTEST, LONGEST);
  }

  private void begin() {
    List<TopicPartition> all = topic.partitions();
    if (all.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> ends = topic.ends();
    int own = EventTopic.partitionOf(wanted.userId(), all.size());
    List<TopicPartition> chosen =
        all.stream().filter(one -> wanted.everywhere() || one.partition() == own).toList();
    begins.putAll(topic.begins(chosen));
    begins.keySet().retainAll(ends.keySet());
    isWhole = begins.size() == chosen.size();
    Map<Integer, Long> goOn = Places.parse(wanted.before());
    for (Map.Entry<TopicPartition, Long> one : begins.entrySet()) {
      long end = ends.getOrDefault(one.getKey(), 0L);
      long to = Math.min(end, goOn.getOrDefault(one.getKey().partition(), end));
      before.put(one.getKey().partition(), to);
      of += Math.max(0, to - one.getValue());
    }
  }

  private long before(TopicPartition partition) {
    return before.getOrDefault(partition.partition(), 0L);
  }

  private void read(TopicPartition partition, long from, long to) {
    List<LogRow> found = new ArrayList<>();
    @Nullable Long[] oldest = {null};
    scan.read(
        partition,
        from,
        to,
        record -> {
          if (oldest[0] == null) {
            oldest[0] = record.timestamp();
          }
          if (isOfUser(record)) {
            found.add(LogDecoder.row(record));
          }
          if (++looked % SHOWN_EVERY == 0) {
            show();
          }
          return !search.isCancelled();
        });
    int room = Math.max(1, PAGE - hits.size());
    if (found.size() > room && !wanted.everywhere()) {
      List<LogRow> newest = found.subList(found.size() - room, found.size());
      before.put(partition.partition(), newest.getFirst().offset());
      backTo.put(partition.partition(), newest.getFirst().at());
      hits.addAll(newest);
    } else {
      before.put(partition.partition(), from);
      if (oldest[0] != null) {
        backTo.put(partition.partition(), oldest[0]);
      }
      hits.addAll(found);
    }
    hits.sort(Comparator.comparingLong(LogRow::at).thenComparingLong(LogRow::offset).reversed());
  }

  private boolean isOfUser(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null
        ? wanted.everywhere() && LogDecoder.row(record).userId().equals(wanted.userId())
        : Arrays.equals(record.key(), key);
  }

  private void show() {
    // With several partitions, all were looked at only back to the newest of these times.
    long back = backTo.values().stream().mapToLong(Long::longValue).max().orElse(0);
    search.show(
        new SearchState(
            hits, null, looked, of, back, End.RUNNING, Places.text(before), scan.isOlderGone()));
  }
}
