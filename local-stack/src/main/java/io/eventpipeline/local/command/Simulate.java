package io.eventpipeline.local.command;

import io.eventpipeline.local.simulate.SendRate;
import io.eventpipeline.local.simulate.SimulationMix;
import io.eventpipeline.local.simulate.SimulationPlan;
import io.eventpipeline.local.simulate.SimulationRun;
import io.eventpipeline.local.simulate.SimulationTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Lets a small shop send events to a running pipeline. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Sends the events of a small shop to a running pipeline: users, their orders, payments and"
            + " stock.")
public final class Simulate implements Callable<Integer> {
  /** Longer than a request is tried. */
  private static final Duration FINISH = Duration.ofSeconds(90);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int KILLED = 130;

  @Option(
      names = "--rate",
      defaultValue = "3/s",
      converter = Rate.class,
      description = "requests a second (${DEFAULT-VALUE})")
  private SendRate rate = new SendRate(3);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "how long, such as 60s or 10m (default: until Ctrl-C)")
  private @Nullable Duration time;

  @Option(
      names = "--faults",
      description =
          "mix in duplicates, events out of order, events that fail and events that are refused")
  private boolean faults;

  @Option(
      names = "--webhooks",
      description = "mix in signed webhooks, each of which becomes a notification")
  private boolean webhooks;

  @Option(
      names = "--clicks",
      description = "replace the reference table, and mix in clicks in the analytics form")
  private boolean clicks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "plans the same events again (default: random)")
  private @Nullable Long seed;

  @Mixin private TargetOptions where = new TargetOptions();

  /** Runs it without the other commands, which need more libraries. */
  public static void main(String[] args) {
    CommandRun.exitWith(new Simulate(), args);
  }

  @Override
  public Integer call() throws Exception {
    StopSignals signals = StopSignals.listen(() -> Runtime.getRuntime().halt(KILLED));
    if (time != null && !time.isPositive()) {
      throw new IllegalStateException("--for must be longer than 0s");
    }
    SimulationTarget target = where.target(webhooks, clicks);
    long chosen = seed != null ? seed : RandomGenerator.getDefault().nextInt(1_000_000);
    String run = Long.toString(System.currentTimeMillis(), 36);
    SimulationPlan plan =
        new SimulationPlan(
            chosen, new SimulationMix(faults, webhooks, clicks), rate, run, Instant.now());
    try (SimulationRun simulation = new SimulationRun(plan, rate, target)) {
      simulation.requireApi();
      if (clicks) {
        simulation.putReferenceTable();
        System.out.println("replaced the reference table of " + target.query());
      }
      System.out.printf(
          "sending %s to %s; seed %d, run %s; Ctrl-C ends it%n", rate, target, chosen, run);
      send(simulation, signals);
      System.out.printf("%n%s", simulation.summary());
      return simulation.isGood() ? 0 : 1;
    }
  }

  /** Until the time is over or a signal comes. */
  private void send(SimulationRun simulation, StopSignals signals) throws InterruptedException {
    try {
      simulation.send(time);
      simulation.await(FINISH);
    } catch (InterruptedException e) {
      if (!signals.isAsked()) {
        throw e;
      }
      signals.startStopping();
      System.out.println("ending; press Ctrl-C again to end at once");
      simulation.await(STOP);
    }
  }

  /** Reads rates such as {@code 3/s}. */
  static final class Rate implements ITypeConverter<SendRate> {
    @Override
    public SendRate convert(String text) {
      try {
        return SendRate.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
