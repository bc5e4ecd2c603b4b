package io.eventpipeline.query.metrics;

import io.eventpipeline.query.reference.AttributeColumn;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The events by the values of one attribute. One thread. */
final class AttributeCounts {
  /** Values that an answer lists. */
  static final int MOST_VALUES = 1000;

  /** The events of known users without the attribute. */
  static final String NONE = "none";

  /** The events of all values that are not listed. */
  static final String OTHER = "other";

  private final AttributeColumn column;
  private final int[] counts;
  private long none;

  AttributeCounts(AttributeColumn column) {
    this.column = column;
    counts = new int[column.values()];
  }

  void add(int user, int events) {
    int value = column.valueOf(user);
    if (value < 0) {
      none += events;
    } else {
      counts[value] += events;
    }
  }

  String name() {
    return column.name();
  }

  /** Each value that a user has, also with 0; of too many those with most events. */
  Map<String, Long> byValue() {
    int[] used = IntStream.range(0, counts.length).filter(column::isUsed).toArray();
    Map<String, Long> all = new TreeMap<>();
    int[] listed = used.length > MOST_VALUES ? top(used) : used;
    long other = Arrays.stream(used).mapToLong(value -> counts[value]).sum();
    for (int value : listed) {
      all.put(column.text(value), (long) counts[value]);
      other -= counts[value];
    }
    if (used.length > MOST_VALUES) {
      all.merge(OTHER, other, Long::sum);
    }
    if (none > 0) {
      all.merge(NONE, none, Long::sum);
    }
    return all;
  }

  /** Of equal ones those that stand first in the table. */
  private int[] top(int[] used) {
    long[] ranks =
        Arrays.stream(used)
            .mapToLong(value -> (long) counts[value] << Integer.SIZE | Integer.MAX_VALUE - value)
            .sorted()
            .toArray();
    return Arrays.stream(ranks, ranks.length - MOST_VALUES, ranks.length)
        .mapToInt(rank -> Integer.MAX_VALUE - (int) rank)
        .toArray();
  }
}
