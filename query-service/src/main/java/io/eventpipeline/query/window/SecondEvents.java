package io.eventpipeline.query.window;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The users of the events of one second, by number, one entry for each event. Most of them are
 * packed: sorted, each as the difference to the one before, in one byte or a few.
 */
final class SecondEvents {
  private static final int FEWEST_TO_PACK = 256;

  /** Those that came since the last packing. */
  private int[] fresh = new int[16];

  private int freshCount;
  private byte[] packed = {};
  private int packedCount;
  private long read;

  /** How many bytes of the second's log are in here. */
  long read() {
    return read;
  }

  int count() {
    return packedCount + freshCount;
  }

  long bytes() {
    return (long) fresh.length * Integer.BYTES + packed.length;
  }

  /**
   * @param size of its record in the log
   */
  void add(int user, int size) {
    if (freshCount == fresh.length) {
      fresh = Arrays.copyOf(fresh, freshCount + (freshCount >> 1));
    }
    fresh[freshCount++] = user;
    read += size;
    if (freshCount >= Math.max(FEWEST_TO_PACK, packedCount / 4)) {
      pack(all(IntUnaryOperator.identity()));
    }
  }

  /** Adds each event to the count of its user. */
  void addTo(int[] counts) {
    int at = 0;
    int user = 0;
    while (at < packed.length) {
      int part = packed[at++];
      int difference = part & 0x7f;
      for (int shift = 7; part < 0; shift += 7) {
        part = packed[at++];
        difference |= (part & 0x7f) << shift;
      }
      user += difference;
      counts[user]++;
    }
    for (int i = 0; i < freshCount; i++) {
      counts[fresh[i]]++;
    }
  }

  /** Gives the users other numbers. */
  void renumber(IntUnaryOperator numbers) {
    pack(all(numbers));
  }

  private int[] all(IntUnaryOperator numbers) {
    int[] all = new int[count()];
    int at = 0;
    int user = 0;
    for (int i = 0; i < packedCount; i++) {
      int difference = 0;
      int shift = 0;
      byte part;
      do {
        part = packed[at++];
        difference |= (part & 0x7f) << shift;
        shift += 7;
      } while (part < 0);
      user += difference;
      all[i] = numbers.applyAsInt(user);
    }
    for (int i = 0; i < freshCount; i++) {
      all[packedCount + i] = numbers.applyAsInt(fresh[i]);
    }
    return all;
  }

  private void pack(int[] all) {
    Arrays.sort(all);
    byte[] bytes = new byte[all.length * 2 + 8];
    int size = 0;
    int before = 0;
    for (int user : all) {
      if (bytes.length - size < 5) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      int left = user - before;
      before = user;
      while (left > 0x7f) {
        bytes[size++] = (byte) (left | 0x80);
        left >>>= 7;
      }
      bytes[size++] = (byte) left;
    }
    packed = Arrays.copyOf(bytes, size);
    packedCount = all.length;
    fresh = new int[16];
    freshCount = 0;
  }
}
