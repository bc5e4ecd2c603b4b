package io.eventpipeline.admin.deadletter;

import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Counts dead letters by class and type while somebody looks. A long queue is counted less often:
 * Redis is busy with it for at most a twentieth of the time. Threads: any.
 */
@Singleton
public final class DeadLetterCounts {
  /** Entries that one read asks for. */
  private static final int CHUNK = 500;

  /** A queue that is counted within milliseconds. */
  private static final int SHORT = 2 * CHUNK;

  /** So many of the most frequent ones are kept. */
  private static final int KEPT = 50;

  /** Different ones that are told apart. */
  private static final int MOST = 5_000;

  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final int REST = 20;

  private final DeadLetters letters;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile @Nullable Counts last;
  private volatile long due = SystemTime.nanos();

  public DeadLetterCounts(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * Frequencies, the highest first.
   *
   * @param at when they were counted, unix milliseconds
   */
  public record Counts(Map<String, Long> classes, Map<String, Long> types, long all, long at) {}

  /**
   * The last count; null while nobody knows. Starts another one if it is old; waits for it only if
   * the queue is short.
   */
  public @Nullable Counts now() {
    if (SystemTime.nanos() - due >= 0 && counting.compareAndSet(false, true)) {
      if (isShort()) {
        count();
      } else {
        var unused = Thread.ofVirtual().name("dead-letter-counts").start(this::count);
      }
    }
    return last;
  }

  private boolean isShort() {
    try {
      return letters.size() <= SHORT;
    } catch (RedisException away) {
      return false;
    }
  }

  private void count() {
    long begun = SystemTime.nanos();
    try {
      last = read();
    } catch (RedisException away) {
      last = null;
    } finally {
      long took = SystemTime.nanos() - begun;
      due = SystemTime.nanos() + Math.max(FRESH.toNanos(), REST * took);
      counting.set(false);
    }
  }

  private Counts read() {
    Map<String, Long> classes = new HashMap<>();
    Map<String, Long> types = new HashMap<>();
    long all = letters.size();
    for (long at = 0; at < all; at += CHUNK) {
      for (Map<String, String> entry : letters.filtered(letters.list(at, CHUNK))) {
        if (entry.containsKey("queuedAt")) {
          add(classes, entry.getOrDefault("errorClass", ""));
          add(types, entry.getOrDefault("type", ""));
        }
      }
    }
    return new Counts(most(classes), most(types), all, SystemTime.unixMillis());
  }

  private static void add(Map<String, Long> counts, String value) {
    if (counts.size() < MOST || counts.containsKey(value)) {
      counts.merge(value, 1L, Long::sum);
    }
  }

  private static Map<String, Long> most(Map<String, Long> counts) {
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(KEPT)
            .toList();
    Map<String, Long> most = new LinkedHashMap<>();
    sorted.forEach(entry -> most.put(entry.getKey(), entry.getValue()));
    return most;
  }
}
