package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.log.PartitionProgress;
import io.eventpipeline.admin.log.Progress;
import io.eventpipeline.admin.page.UtcTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the overview shows.
 *
 * @param newest the last second; null if nobody knows
 * @param minutes the last hour, the newest minute first
 * @param since when the first sample was taken, unix milliseconds; 0 if there is none
 * @param grafana empty if there is none
 */
public record OverviewPage(
    @Nullable Figures newest, Progress progress, List<Minute> minutes, long since, String grafana) {
  public OverviewPage {
    minutes = List.copyOf(minutes);
  }

  /**
   * Figures as texts.
   *
   * @param oldest how long the oldest event waits
   * @param push {@code not known} while Redis does not answer
   */
  public record Figures(
      String in,
      String done,
      String failed,
      String waiting,
      String oldest,
      String consumers,
      String push) {
    static Figures of(Sample sample) {
      return new Figures(
          rate(sample.in()),
          rate(sample.done()),
          rate(sample.failed()),
          count(sample.waiting()),
          UtcTime.length(sample.oldestMs()),
          count(sample.consumers()),
          sample.push() < 0 ? "not known" : count(sample.push()));
    }
  }

  /**
   * One minute of the hour.
   *
   * @param at its beginning, such as {@code 14:02}
   * @param figures null if nobody knows
   */
  public record Minute(String at, @Nullable Figures figures) {}

  /** The age of the oldest event of a partition that is not final. */
  public String age(PartitionProgress partition) {
    if (partition.lag() == 0) {
      return "";
    }
    return partition.oldestAt() == 0 ? "not known" : UtcTime.length(partition.ageMs(progress.at()));
  }

  static String count(long figure) {
    return String.format(Locale.ROOT, "%,d", figure);
  }

  private static String rate(double figure) {
    return String.format(Locale.ROOT, figure < 10 ? "%.1f" : "%,.0f", figure);
  }
}
