package io.eventpipeline.admin.overview.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The events of a window by one attribute.
 *
 * @param attribute such as {@code plan}
 * @param bars the longest first
 */
public record WindowChart(String attribute, List<Bar> bars) {
  /** Widest bar, in units of the drawing. */
  private static final int WIDTH = 340;

  private static final int ROW = 24;

  /** More values are in one bar. */
  private static final int MOST = 20;

  public WindowChart {
    bars = List.copyOf(bars);
  }

  /**
   * One value of the attribute.
   *
   * @param width in units of the drawing
   */
  public record Bar(String name, long events, int width) {}

  static WindowChart of(String attribute, Map<String, Long> counts) {
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    long rest = sorted.stream().skip(MOST).mapToLong(Map.Entry::getValue).sum();
    long longest = Math.max(rest, sorted.isEmpty() ? 0 : sorted.getFirst().getValue());
    List<Bar> bars = new ArrayList<>();
    sorted.stream()
        .limit(MOST)
        .forEach(one -> bars.add(bar(one.getKey(), one.getValue(), longest)));
    if (sorted.size() > MOST) {
      bars.add(bar((sorted.size() - MOST) + " more", rest, longest));
    }
    return new WindowChart(attribute, bars);
  }

  private static Bar bar(String name, long events, long longest) {
    return new Bar(name, events, longest == 0 ? 0 : (int) (WIDTH * events / longest));
  }

  /** Height of the drawing. */
  public int height() {
    return ROW * Math.max(1, bars.size());
  }

  /** Where a bar begins, from above. */
  public int top(int bar) {
    return ROW * bar;
  }
}
