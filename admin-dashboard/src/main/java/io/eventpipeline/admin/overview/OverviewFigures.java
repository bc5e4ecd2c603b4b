package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.overview.OverviewPage.Figures;
import io.eventpipeline.admin.overview.OverviewPage.Minute;
import io.eventpipeline.admin.overview.SampleRing.Step;
import io.eventpipeline.admin.page.UtcTime;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the figures of the overview of the samples. Threads: any; it answers at once. */
@Singleton
final class OverviewFigures {
  private static final int CHART_SECONDS = 5;
  private static final int MINUTE = 60;
  private static final long MS = 1000;
  private static final double TENTHS = 10.0;

  private final Sampler sampler;
  private final OverviewSettings settings;

  OverviewFigures(Sampler sampler, OverviewSettings settings) {
    this.sampler = sampler;
    this.settings = settings;
  }

  OverviewPage page() {
    SampleRing ring = sampler.ring();
    List<Minute> minutes = new ArrayList<>();
    for (Step step : ring.steps(MINUTE)) {
      minutes.addFirst(new Minute(UtcTime.minute(step.second() * MS), figures(step.sample())));
    }
    return new OverviewPage(
        figures(ring.newest()), sampler.look(), minutes, ring.since() * MS, settings.grafanaUrl());
  }

  private static @Nullable Figures figures(@Nullable Sample sample) {
    return sample == null ? null : Figures.of(sample);
  }

  HourChart chart() {
    List<Step> steps = sampler.ring().steps(CHART_SECONDS);
    return new HourChart(
        steps.stream().map(Step::second).toList(),
        series(steps, Sample::in),
        series(steps, Sample::done),
        series(steps, Sample::failed),
        series(steps, Sample::waiting),
        series(steps, sample -> sample.oldestMs() / (double) MS));
  }

  /** Rounded, because they travel as texts. */
  private static List<@Nullable Double> series(List<Step> steps, ToDoubleFunction<Sample> figure) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Step step : steps) {
      Sample sample = step.sample();
      values.add(
          sample == null ? null : Math.round(figure.applyAsDouble(sample) * TENTHS) / TENTHS);
    }
    return values;
  }
}
