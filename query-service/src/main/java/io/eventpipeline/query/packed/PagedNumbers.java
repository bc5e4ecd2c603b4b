package io.eventpipeline.query.packed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A list of numbers from 0. Each takes one byte, until one above 255 comes; then each takes four.
 * One thread writes; others may read what was written before they got the object.
 */
public final class PagedNumbers {
  private static final int BITS = 14;
  private static final int PAGE = 1 << BITS;
  private static final int LARGEST_BYTE = 255;

  private byte[][] pages = {};
  private @Nullable PagedInts wide;

  /** Memory of the pages. */
  public long bytes() {
    return wide == null ? (long) pages.length * PAGE : wide.bytes();
  }

  /**
   * @param index from 0; one that was never set is 0
   */
  public int get(int index) {
    if (wide != null) {
      return wide.get(index);
    }
    int page = index >>> BITS;
    return page < pages.length ? pages[page][index & (PAGE - 1)] & 0xff : 0;
  }

  public void set(int index, int value) {
    if (wide == null && value > LARGEST_BYTE) {
      wide = widen();
    }
    if (wide != null) {
      wide.set(index, value);
      return;
    }
    int page = index >>> BITS;
    while (page >= pages.length) {
      pages = Arrays.copyOf(pages, pages.length + 1);
      pages[pages.length - 1] = new byte[PAGE];
    }
    pages[page][index & (PAGE - 1)] = (byte) value;
  }

  private PagedInts widen() {
    PagedInts wider = new PagedInts();
    for (int i = 0; i < pages.length * PAGE; i++) {
      wider.set(i, get(i));
    }
    pages = new byte[][] {};
    return wider;
  }
}
