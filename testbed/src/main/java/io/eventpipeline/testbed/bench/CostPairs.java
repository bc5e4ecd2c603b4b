package io.eventpipeline.testbed.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Costs that were measured in turn: each one without something and, beside it, with it.
 *
 * @param with as many as {@code without}
 */
record CostPairs(List<EventCost> without, List<EventCost> with) {
  /** The row of one process: events for a second of its CPU time, with and without. */
  BenchResult row(String what, ToDoubleFunction<EventCost> of) {
    double[] before = without.stream().mapToDouble(of).sorted().toArray();
    double[] after = with.stream().mapToDouble(of).sorted().toArray();
    double[] more =
        IntStream.range(0, with.size())
            .mapToDouble(i -> of.applyAsDouble(with.get(i)) / of.applyAsDouble(without.get(i)) - 1)
            .map(share -> share * 100)
            .sorted()
            .toArray();
    String detail =
        "%s beside %s µs; by pairs %s %%"
            .formatted(shown("%.1f", after), shown("%.1f", before), shown("%+.1f", more));
    return new BenchResult(
        what, 1e6 / median(after), 1e6 / median(before), detail, Usage.of(Map.of()));
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  /** The median, and the quartiles. */
  private static String shown(String number, double[] sorted) {
    return String.format(
        Locale.ROOT,
        number + " [" + number + ", " + number + "]",
        median(sorted),
        sorted[sorted.length / 4],
        sorted[sorted.length * 3 / 4]);
  }
}
