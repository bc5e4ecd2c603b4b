package io.eventpipeline.query.packed;

import java.util.Arrays;

/**
 * A list of integers that grows by pages: it never copies them, and wastes one page at most. One
 * thread writes; others may read what was written before they got the object.
 */
public final class PagedInts {
  private static final int BITS = 12;
  private static final int PAGE = 1 << BITS;
  private static final int[][] NONE = {};

  private int[][] pages = NONE;
  private int size;

  public int size() {
    return size;
  }

  /** Memory of the pages. */
  public long bytes() {
    return (long) pages.length * (PAGE * Integer.BYTES + Long.BYTES);
  }

  /**
   * @param index from 0; beyond the size it is 0
   */
  public int get(int index) {
    int page = index >>> BITS;
    return page < pages.length ? pages[page][index & (PAGE - 1)] : 0;
  }

  /** Sets one; the list grows to hold it. */
  public void set(int index, int value) {
    int page = index >>> BITS;
    if (page >= pages.length) {
      int before = pages.length;
      pages = Arrays.copyOf(pages, page + 1);
      for (int i = before; i <= page; i++) {
        pages[i] = new int[PAGE];
      }
    }
    pages[page][index & (PAGE - 1)] = value;
    size = Math.max(size, index + 1);
  }

  /** Adds one at the end. */
  public void add(int value) {
    set(size, value);
  }
}
