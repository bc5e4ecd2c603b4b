package io.eventpipeline.admin.log;

import io.eventpipeline.admin.log.SearchState.End;
import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
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
 * forward. The first stretches are short, so that the newest hits come soon. One thread.
 */
final class UserSearch {
  /** Hits of one page. */
  static final int PAGE = 50;

  private static final long[] STRETCHES = {2_000, 8_000, 32_000, 50_000};
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
    for (int round = 0; ; round++) {
      boolean isDone = true;
      for (Map.Entry<TopicPartition, Long> one : begins.entrySet()) {
        long to = before(one.getKey());
        if (to > one.getValue()) {
          long stretch = STRETCHES[Math.min(round, STRETCHES.length - 1)];
          read(one.getKey(), Math.max(one.getValue(), to - stretch), to);
          show();
          if (search.isLate()) {
            return End.TIME;
          }
          isDone = false;
        }
      }
      if (hits.size() >= PAGE && !isDone) {
        return End.FOUND;
      }
      if (isDone) {
        before.clear(); // nothing is left
        show();
        return End.BEGINNING;
      }
    }
  }

  private void begin() {
    List<TopicPartition> all = topic.partitions();
    if (all.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> ends = topic.ends();
    int own = EventTopic.partitionOf(wanted.userId(), all.size());
    List<TopicPartition> chosen =
        all.stream()
            .filter(one -> wanted.everywhere() || one.partition() == own)
            .filter(ends::containsKey)
            .toList();
    begins.putAll(topic.begins(chosen));
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
