package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.engine.PartitionName;
import io.eventpipeline.runtime.kafka.CommitNote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a partition that goes from owner to owner while its Redis forgets its last
 * writes, and commits are lost: whoever owns it, no event that was read is neither final nor in
 * hand.
 */
class RereadHistoriesTest {
  private static final TopicPartition NAME = new TopicPartition("events", 0);
  private static final Duration REREAD = Duration.ofSeconds(5);
  private static final String TOPIC_ID = "topic-id";

  private enum Kind {
    READ,
    FINISH,
    WAIT,
    COMMIT,
    LOSE_COMMIT,
    MOVE,
    FORGET,
    FORGET_AND_MOVE
  }

  /**
   * @param amount records to read or to finish, or tenths of a second to wait
   */
  private record Step(Kind kind, int amount) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Kind> kind = Arbitraries.of(Kind.class);
    return Combinators.combine(kind, Arbitraries.integers().between(1, 40))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 2_000)
  void no_event_is_lost(@ForAll("histories") List<Step> steps) {
    Log log = new Log();
    for (Step step : steps) {
      log.play(step);
      for (long offset = 0; offset < log.position; offset++) {
        assertThat(log.isFinal(offset) || log.inHand.contains(offset))
            .as("offset %s of %s after %s", offset, log.position, step)
            .isTrue();
      }
    }
  }

  /** The log, its Redis, and one owner at a time. */
  private static final class Log {
    private final Map<Long, Long> finalSince = new HashMap<>();
    private @Nullable OffsetAndMetadata committed;
    private long nanos;
    private int redis;

    private AssignedPartition owner;
    private NavigableSet<Long> inHand = new TreeSet<>();
    private long position;

    Log() {
      owner = assign(null);
    }

    private AssignedPartition assign(@Nullable CommitNote note) {
      Partition shared = new Partition(new PartitionName("events", 0), TOPIC_ID, note);
      shared.completeRewind(new Partition.Rewind(null, runId()));
      return new AssignedPartition(NAME, shared, REREAD);
    }

    private String runId() {
      return "redis-" + redis;
    }

    boolean isFinal(long offset) {
      return finalSince.containsKey(offset);
    }

    void play(Step step) {
      switch (step.kind()) {
        case READ -> read(step.amount());
        case FINISH -> finish(step.amount());
        case WAIT -> nanos += Duration.ofMillis(100L * step.amount()).toNanos();
        case COMMIT -> commit(true);
        case LOSE_COMMIT -> commit(false);
        case MOVE -> move();
        case FORGET -> {
          forget();
          rewind(null);
        }
        case FORGET_AND_MOVE -> {
          forget();
          move();
        }
      }
    }

    private void read(int amount) {
      for (int i = 0; i < amount; i++) {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        var record = new ConsumerRecord<>(NAME.topic(), NAME.partition(), position, value, value);
        owner.addToHistory(List.of(record), nanos);
        if (owner.watermark().register(position, value.length)) {
          inHand.add(position);
          if (isFinal(position)) { // Redis says so when it is claimed
            settle(position);
          }
        }
        position++;
      }
    }

    /** The amount says which ones, too, so that they finish in any order. */
    private void finish(int amount) {
      List<Long> waiting = new ArrayList<>(inHand);
      for (int i = 0; i < Math.min(amount, waiting.size()); i++) {
        long offset = waiting.get(i * amount % waiting.size());
        if (inHand.contains(offset)) {
          long ignored = finalSince.merge(offset, nanos, Math::min);
          settle(offset);
        }
      }
    }

    private void settle(long offset) {
      inHand.remove(offset);
      owner.watermark().finish(offset, "{}".length());
    }

    private void commit(boolean arrives) {
      OffsetAndMetadata taken = owner.takeCommit(position, nanos);
      if (arrives && taken != null) {
        committed = taken;
      } else {
        owner.forgetCommit();
      }
    }

    private void forget() {
      finalSince.values().removeIf(since -> since > nanos - REREAD.toNanos());
      redis++;
    }

    private void move() {
      OffsetAndMetadata last = committed;
      CommitNote note = last == null ? null : CommitNote.parse(last.metadata());
      inHand = new TreeSet<>();
      owner = assign(note);
      position = last == null ? 0 : last.offset();
      if (last != null && note != null) {
        owner.startAt(last.offset(), note, nanos);
        if (!note.runId().equals(runId())) {
          rewind(note.rereadFrom());
        }
      }
    }

    private void rewind(@Nullable Long from) {
      long target = owner.rewind(new Partition.Rewind(from, runId()), position);
      owner.startAt(target, null, nanos);
      position = target;
    }
  }
}
