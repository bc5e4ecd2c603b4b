package io.eventpipeline.query.packed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers names from 0, in the order in which they come, and keeps each once, as its bytes in
 * UTF-8. A million short names take about 25 MB; as strings in a map they would take four times as
 * much. One thread writes; others may read what was written before they got the object.
 */
public final class PackedNames {
  /** Longest name, in bytes. */
  public static final int LONGEST = 65_535;

  /** A page holds the longest name with its length. */
  private static final int BITS = 17;

  private static final int PAGE = 1 << BITS;
  private static final int LENGTH_BYTES = 2;
  private static final int FEWEST_SLOTS = 16;

  /** Names of clients cannot be chosen to collide. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  private byte[][] pages = {};
  private int used = PAGE;
  private final PagedInts places = new PagedInts();

  /** Number of a name plus one; 0 is free. At most half of them are taken. */
  private int[] slots = new int[FEWEST_SLOTS];

  public int size() {
    return places.size();
  }

  /** Memory that the names take. */
  public long bytes() {
    return (long) pages.length * PAGE + places.bytes() + (long) slots.length * Integer.BYTES;
  }

  /** The number of a name; -1 if it never came. */
  public int find(byte[] source, int from, int length) {
    return slots[slot(source, from, length)] - 1;
  }

  /** As {@link #find(byte[], int, int)}, for a name of another object. */
  public int find(PackedNames other, int number) {
    int place = other.places.get(number);
    return find(
        other.pages[place >>> BITS], (place & (PAGE - 1)) + LENGTH_BYTES, other.length(place));
  }

  /**
   * The number of a name, which it gets now if it never came.
   *
   * @param length at most {@link #LONGEST}
   */
  public int add(byte[] source, int from, int length) {
    int slot = slot(source, from, length);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    int number = places.size();
    places.add(store(source, from, length));
    slots[slot] = number + 1;
    if (places.size() > slots.length / 2) {
      spread();
    }
    return number;
  }

  /** As {@link #add(byte[], int, int)}, for a name of another object. */
  public int add(PackedNames other, int number) {
    int place = other.places.get(number);
    return add(
        other.pages[place >>> BITS], (place & (PAGE - 1)) + LENGTH_BYTES, other.length(place));
  }

  public int add(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return add(bytes, 0, bytes.length);
  }

  /** The number of a name; -1 if it never came. */
  public int find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return find(bytes, 0, bytes.length);
  }

  /** The bytes of a name. */
  public byte[] bytesOf(int number) {
    int place = places.get(number);
    int from = (place & (PAGE - 1)) + LENGTH_BYTES;
    return Arrays.copyOfRange(pages[place >>> BITS], from, from + length(place));
  }

  public String text(int number) {
    return new String(bytesOf(number), StandardCharsets.UTF_8);
  }

  private int store(byte[] source, int from, int length) {
    if (used + LENGTH_BYTES + length > PAGE) {
      pages = Arrays.copyOf(pages, pages.length + 1);
      pages[pages.length - 1] = new byte[PAGE];
      used = 0;
    }
    byte[] page = pages[pages.length - 1];
    int place = (pages.length - 1) << BITS | used;
    page[used] = (byte) (length >>> 8);
    page[used + 1] = (byte) length;
    System.arraycopy(source, from, page, used + LENGTH_BYTES, length);
    used += LENGTH_BYTES + length;
    return place;
  }

  private int length(int place) {
    byte[] page = pages[place >>> BITS];
    int at = place & (PAGE - 1);
    return (page[at] & 0xff) << 8 | page[at + 1] & 0xff;
  }

  /** The slot of a name, or the free one where it belongs. */
  private int slot(byte[] source, int from, int length) {
    int mask = slots.length - 1;
    int slot = hash(source, from, length) & mask;
    while (slots[slot] != 0 && !isAt(places.get(slots[slot] - 1), source, from, length)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int place, byte[] source, int from, int length) {
    int at = (place & (PAGE - 1)) + LENGTH_BYTES;
    return length(place) == length
        && Arrays.equals(pages[place >>> BITS], at, at + length, source, from, from + length);
  }

  private void spread() {
    int mask = slots.length * 2 - 1;
    int[] wider = new int[mask + 1];
    for (int number = 0; number < places.size(); number++) {
      int place = places.get(number);
      int at = (place & (PAGE - 1)) + LENGTH_BYTES;
      int slot = hash(pages[place >>> BITS], at, length(place)) & mask;
      while (wider[slot] != 0) {
        slot = slot + 1 & mask;
      }
      wider[slot] = number + 1;
    }
    slots = wider;
  }

  private int hash(byte[] source, int from, int length) {
    long hash = seed;
    for (int i = from; i < from + length; i++) {
      hash = (hash ^ source[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }
}
