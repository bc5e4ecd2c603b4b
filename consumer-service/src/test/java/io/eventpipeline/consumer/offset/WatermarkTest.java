package io.eventpipeline.consumer.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WatermarkTest {
  /** Against a sorted set: registers forwards, with holes, finishes at random, and rewinds. */
  @Property(tries = 300)
  void is_what_a_sorted_set_says(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 100_000) int width) {
    Watermark watermark = new Watermark();
    TreeSet<Long> unfinished = new TreeSet<>();
    long start = random.nextInt(3) == 0 ? 1L << 40 : random.nextInt(1000);
    long position = start;
    long highest = start;
    for (int i = 0; i < 400; i++) {
      int what = random.nextInt(100);
      if (what < 55) {
        position += random.nextInt(10) == 0 ? random.nextInt(width) : 0;
        highest = unfinished.isEmpty() ? position : Math.max(highest, position);
        assertThat(watermark.register(position, 10)).isEqualTo(unfinished.add(position));
        position++;
      } else if (what < 98 && !unfinished.isEmpty()) {
        List<Long> all = new ArrayList<>(unfinished);
        long one = random.nextBoolean() ? all.getFirst() : all.get(random.nextInt(all.size()));
        watermark.finish(one, 10);
        unfinished.remove(one);
      } else {
        position = Math.max(start, position - random.nextInt(width));
      }
      long lowest = unfinished.isEmpty() ? position : Math.min(position, unfinished.first());
      assertThat(watermark.committable(position)).isEqualTo(lowest);
      assertThat(watermark.span())
          .isEqualTo(unfinished.isEmpty() ? 0 : highest + 1 - unfinished.first());
      assertThat(watermark.count()).isEqualTo(unfinished.size());
      assertThat(watermark.bytes()).isEqualTo(10L * unfinished.size());
    }
  }
}
