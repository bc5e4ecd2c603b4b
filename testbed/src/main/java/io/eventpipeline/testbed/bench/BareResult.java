package io.eventpipeline.testbed.bench;

import java.util.List;
import java.util.Locale;

/**
 * What {@link BareRows} measured.
 *
 * @param rate rows a second
 * @param writerMicros CPU time of the process for a row; NaN if unknown
 * @param postgresMicros CPU time of PostgreSQL for a row; NaN if unknown
 */
record BareResult(double rate, double writerMicros, double postgresMicros) {
  private static final String MARK = "bare rows: ";

  /** A line for {@link #in}. */
  String line() {
    return MARK + String.format(Locale.ROOT, "%f %f %f", rate, writerMicros, postgresMicros);
  }

  /**
   * Reads the line in the output of the process.
   *
   * @throws IllegalStateException if there is none, with the output
   */
  static BareResult in(String output) {
    List<Double> numbers =
        output
            .lines()
            .filter(line -> line.startsWith(MARK))
            .flatMap(line -> List.of(line.substring(MARK.length()).split(" ", -1)).stream())
            .map(Double::valueOf)
            .toList();
    if (numbers.size() != 3) {
      throw new IllegalStateException("the bare rows were not written:\n" + output);
    }
    return new BareResult(numbers.get(0), numbers.get(1), numbers.get(2));
  }
}
