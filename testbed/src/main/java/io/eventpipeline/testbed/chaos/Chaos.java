package io.eventpipeline.testbed.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays faults and judges every event. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Injects faults into pipelines under load and judges every event. Plays each fault alone,"
            + " then rounds of faults mixed at random.")
public final class Chaos implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Option(
      names = "--seed",
      description = "seed of the first round (${DEFAULT-VALUE}); later rounds count up from it",
      defaultValue = "1")
  private long seed = 1;

  @Option(
      names = "--events",
      description = "events in a round, at least 100 (${DEFAULT-VALUE})",
      defaultValue = "20000")
  private int events = 20_000;

  @Option(
      names = "--rounds",
      description = "mixed rounds after the single faults (${DEFAULT-VALUE})",
      defaultValue = "5")
  private int rounds = 5;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      description = "play only these single faults; mixed skips all single faults")
  private @Nullable List<String> only;

  @Option(names = "--list", description = "list the faults and play none")
  private boolean list;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/chaos",
      description = "folder for faults.md and faults.json (${DEFAULT-VALUE})")
  private Path report = Path.of("target/chaos");

  @Override
  public Integer call() throws Exception {
    if (list) {
      Faults.all().forEach(f -> System.out.printf("%-22s %s%n", f.name(), f.what()));
      return 0;
    }
    if (events < 100 || rounds < 0) {
      throw new IllegalArgumentException("--events must be at least 100, --rounds at least 0");
    }
    List<Fault> faults = new ArrayList<>(chosen());
    for (int i = 0; i < rounds; i++) {
      faults.add(Faults.mixed());
    }
    ChaosReport table = new ChaosReport();
    for (int i = 0; i < faults.size(); i++) {
      System.out.printf("%n[%d/%d] %s%n", i + 1, faults.size(), faults.get(i).what());
      RoundVerdict verdict = play(faults.get(i), seed + i, events);
      table.add(verdict);
      table.write(report, command());
      System.out.print(verdict.row());
      verdict.problems().stream().limit(SHOWN).forEach(p -> System.out.println("  ! " + p));
    }
    System.out.printf("%n%s%nThe report is in %s%n", table.table(), report.toAbsolutePath());
    return table.isGood() ? 0 : 1;
  }

  private List<Fault> chosen() {
    if (only == null) {
      return Faults.possible();
    }
    return only.stream().filter(name -> !name.equals(Faults.MIXED)).map(Faults::named).toList();
  }

  /**
   * Plays one fault against a pipeline under load, and prints what happens. The logs of a round
   * with problems are kept.
   *
   * @param fault its name, or {@code mixed}
   * @throws IllegalArgumentException if there is no such fault
   */
  public static RoundVerdict play(String fault, long seed, int events) throws IOException {
    return play(Faults.named(fault), seed, events);
  }

  private static RoundVerdict play(Fault fault, long seed, int events) throws IOException {
    Files.createDirectories(Path.of(System.getProperty("testbed.directory")));
    long begun = System.nanoTime();
    return ChaosRound.play(
        fault,
        seed,
        events,
        text -> System.out.printf("%7.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text));
  }

  private String command() {
    return "./pipeline chaos --seed %d --events %d --rounds %d".formatted(seed, events, rounds)
        + (only == null ? "" : " --only " + String.join(",", only));
  }
}
