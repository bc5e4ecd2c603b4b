package io.eventpipeline.admin.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The samples of the last hour, one for each second. Times are unix seconds. Threads: any. */
final class SampleRing {
  static final int SECONDS = 3_600;

  private final @Nullable Sample[] samples = new Sample[SECONDS];
  private long first;
  private long last;

  /**
   * Adds a sample that holds for some seconds.
   *
   * @param from the first second; what is older than the newest one is left out
   * @param to the last second
   * @param sample null if nobody knows
   */
  synchronized void add(long from, long to, @Nullable Sample sample) {
    if (first == 0) {
      first = from;
      last = from - 1;
    }
    for (long gap = Math.max(last + 1, to - SECONDS + 1); gap < from; gap++) {
      samples[index(gap)] = null;
    }
    for (long second = Math.max(from, last + 1); second <= to; second++) {
      samples[index(second)] = sample;
    }
    last = Math.max(last, to);
  }

  /** The first second that it knows; 0 if it knows none. */
  synchronized long since() {
    return first == 0 ? 0 : Math.max(first, last - SECONDS + 1);
  }

  /** The newest sample; null if nobody knows. */
  synchronized @Nullable Sample newest() {
    return first == 0 ? null : samples[index(last)];
  }

  /**
   * The hour in steps, the oldest first. Rates are means, all else is the highest of the step.
   *
   * @param seconds of one step
   */
  synchronized List<Step> steps(int seconds) {
    List<Step> steps = new ArrayList<>();
    long from = since();
    if (from == 0) {
      return steps;
    }
    for (long at = from - from % seconds; at <= last; at += seconds) {
      List<Sample> known = new ArrayList<>();
      for (long second = Math.max(at, from); second <= Math.min(last, at + seconds - 1); second++) {
        Sample one = samples[index(second)];
        if (one != null) {
          known.add(one);
        }
      }
      steps.add(new Step(at, known.isEmpty() ? null : joined(known)));
    }
    return steps;
  }

  /**
   * A step of the hour.
   *
   * @param second its first one
   * @param sample null if nobody knows
   */
  record Step(long second, @Nullable Sample sample) {}

  private static Sample joined(List<Sample> samples) {
    return new Sample(
        mean(samples, Sample::in),
        mean(samples, Sample::done),
        mean(samples, Sample::failed),
        (long) most(samples, Sample::waiting),
        (long) most(samples, Sample::oldestMs),
        samples.getLast().consumers(),
        (long) most(samples, Sample::push));
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).average().orElse(0);
  }

  private static double most(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).max().orElse(0);
  }

  private static int index(long second) {
    return (int) (second % SECONDS);
  }
}
