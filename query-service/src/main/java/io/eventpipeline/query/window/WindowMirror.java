package io.eventpipeline.query.window;

import io.eventpipeline.query.packed.PackedNames;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The window log in memory: for each second the users of its events. It is filled with what was
 * appended to the log since the last time. One thread at a time.
 */
public final class WindowMirror {
  private static final int LENGTH_BYTES = 2;

  /** Fewer users are not worth a sweep. */
  private static final int FEW_USERS = 10_000;

  private final long budget;
  private final TreeMap<Long, SecondEvents> seconds = new TreeMap<>();
  private PackedNames users = new PackedNames();
  private int usersAfterSweep;
  private long events;
  private long eventBytes;
  private long highestDropped = Long.MIN_VALUE;

  /**
   * @param budget the most memory, in bytes; beyond it the oldest second is dropped
   */
  public WindowMirror(long budget) {
    this.budget = budget;
  }

  /** How many bytes of the second's log are in here. */
  public long read(long second) {
    SecondEvents kept = seconds.get(second);
    return kept == null ? 0 : kept.read();
  }

  /**
   * Adds what follows in the log of a second. A record that is cut off at the end is left for the
   * next call.
   *
   * @param from where the part begins; 0 replaces what is here, because Redis forgot it
   */
  public void append(long second, long from, byte[] part) {
    if (second <= highestDropped) {
      return;
    }
    SecondEvents kept = seconds.remove(second);
    uncount(kept);
    SecondEvents all = kept == null || from == 0 ? new SecondEvents() : kept;
    int at = 0;
    while (at + LENGTH_BYTES <= part.length) {
      int length = (part[at] & 0xff) << 8 | part[at + 1] & 0xff;
      if (at + LENGTH_BYTES + length > part.length) {
        break;
      }
      all.add(users.add(part, at + LENGTH_BYTES, length), LENGTH_BYTES + length);
      at += LENGTH_BYTES + length;
    }
    if (all.count() > 0) {
      seconds.put(second, all);
      events += all.count();
      eventBytes += all.bytes();
    }
    keepWithinBudget();
  }

  private void uncount(@Nullable SecondEvents gone) {
    if (gone != null) {
      events -= gone.count();
      eventBytes -= gone.bytes();
    }
  }

  private void keepWithinBudget() {
    while (bytes() > budget && seconds.size() > 1) {
      var oldest = seconds.pollFirstEntry();
      uncount(oldest.getValue());
      highestDropped = oldest.getKey();
      sweepIfWorthwhile();
    }
  }

  /** Forgets the seconds before {@code oldest}. */
  public void keepFrom(long oldest) {
    SortedMap<Long, SecondEvents> old = seconds.headMap(oldest);
    if (!old.isEmpty()) {
      old.values().forEach(this::uncount);
      old.clear();
      sweepIfWorthwhile();
    }
  }

  /** Forgets everything. */
  public void clear() {
    seconds.clear();
    events = 0;
    eventBytes = 0;
    users = new PackedNames();
    usersAfterSweep = 0;
    highestDropped = Long.MIN_VALUE;
  }

  /** All seconds up to this one may be missing, because they did not fit into memory. */
  public long highestDropped() {
    return highestDropped;
  }

  /** The users by number. Another object after a sweep, with other numbers. */
  public PackedNames users() {
    return users;
  }

  /** Counts the events of each user in these seconds, both included. */
  public int[] count(long first, long last) {
    int[] counts = new int[users.size()];
    seconds.subMap(first, true, last, true).values().forEach(each -> each.addTo(counts));
    return counts;
  }

  public long events() {
    return events;
  }

  /** Memory of events and users. */
  public long bytes() {
    return users.bytes() + eventBytes;
  }

  /** Forgets users without events, once they may be half of all. */
  private void sweepIfWorthwhile() {
    if (users.size() < FEW_USERS || users.size() < 2 * usersAfterSweep) {
      return;
    }
    PackedNames before = users;
    PackedNames kept = new PackedNames();
    int[] numbers = new int[before.size()];
    Arrays.fill(numbers, -1);
    for (SecondEvents each : seconds.values()) {
      each.renumber(
          old -> numbers[old] >= 0 ? numbers[old] : (numbers[old] = kept.add(before, old)));
    }
    users = kept;
    usersAfterSweep = kept.size();
    eventBytes = seconds.values().stream().mapToLong(SecondEvents::bytes).sum();
  }
}
