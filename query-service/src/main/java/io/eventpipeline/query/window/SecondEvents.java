package io.eventpipeline.query.window;

import java.util.Arrays;

/** The users of the events of one second, by number, one entry for each event. */
final class SecondEvents {
  private int[] users = new int[16];
  private int count;
  private long read;

  /** How many bytes of the second's log are in here. */
  long read() {
    return read;
  }

  int count() {
    return count;
  }

  long bytes() {
    return (long) users.length * Integer.BYTES;
  }

  /**
   * @param size of its record in the log
   */
  void add(int user, int size) {
    if (count == users.length) {
      users = Arrays.copyOf(users, count + (count >> 1));
    }
    users[count++] = user;
    read += size;
  }

  /** Adds each event to the count of its user. */
  void addTo(int[] counts) {
    for (int i = 0; i < count; i++) {
      counts[users[i]]++;
    }
  }

  /** Gives the users other numbers. */
  void renumber(IntMap numbers) {
    for (int i = 0; i < count; i++) {
      users[i] = numbers.of(users[i]);
    }
  }

  /** A new number for each old one. */
  @FunctionalInterface
  interface IntMap {
    int of(int number);
  }
}
