package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures a filled outbox: a push worker and a bare client drain it in turn, so that both meet the
 * machine's good and bad moments. Each is a new process every time, with the same options.
 */
final class PushDrain {
  private static final int USERS = 5000;
  private static final int TURNS = 3;

  private final PushStage stage;
  private final BenchFrame frame;
  private final int count;
  private int runs;

  private PushDrain(PushStage stage, BenchFrame frame, int count) {
    this.stage = stage;
    this.frame = frame;
    this.count = count;
  }

  /** What one process did. */
  private record Drained(Arrivals arrivals, Usage usage) {
    double cpuMicros() {
      return usage.cpu().getOrDefault("push", 0.0) * 1e6 / arrivals.times().size();
    }
  }

  static void run(BenchFrame frame, int count, Consumer<BenchResult> report) throws Exception {
    try (PushStage stage = PushStage.open(frame)) {
      PushDrain drain = new PushDrain(stage, frame, count);
      for (int turn = 1; turn <= TURNS; turn++) {
        report.accept(drain.turn(turn));
      }
    }
  }

  private BenchResult turn(int turn) {
    Drained bare = drain(this::startBare);
    frame.say("the bare client does %,.0f/s", bare.arrivals().perSecond());
    Drained worker = drain(stage.push()::launch);
    return new BenchResult(
        "push, turn " + turn,
        worker.arrivals().perSecond(),
        bare.arrivals().perSecond(),
        detail(worker, bare),
        worker.usage());
  }

  private String detail(Drained worker, Drained bare) {
    return String.format(
        Locale.ROOT,
        "%,d in %.1f s; the last two thirds at %,.0f/s, of the bare client at %,.0f/s; CPU of one:"
            + " %.0f, of the bare client %.0f µs; %d sent twice",
        count,
        worker.arrivals().seconds(),
        worker.arrivals().warmRate(),
        bare.arrivals().warmRate(),
        worker.cpuMicros(),
        bare.cpuMicros(),
        worker.arrivals().repeats());
  }

  private Drained drain(Supplier<ServiceProcess> start) {
    BenchNotes notes =
        new BenchNotes(new BenchEvents(frame.name() + "d" + ++runs, count, USERS, false, 0));
    notes.register(stage.servers().redis());
    notes.fill(stage.servers().redis());
    stage.fake().forget();
    System.gc(); // or a collection moves what the last run left while this one is timed
    Usage before = Usage.of(stage.servers().processes());
    try (ServiceProcess sender = start.get()) {
      stage.awaitFinished(sender);
      Map<String, Process> processes = stage.processes("push", sender);
      Usage usage = Usage.of(processes).since(before);
      return new Drained(Arrivals.of(stage.fake().pushes(), notes), usage);
    }
  }

  private ServiceProcess startBare() {
    return stage
        .servers()
        .pushWorker()
        .main(BareSender.class.getName())
        .classPath(testbed())
        .env("FCM_BASE_URL", stage.fake().baseUrl())
        .logTo(stage.servers().dir().resolve("bare.log"))
        .start();
  }

  private static Path testbed() {
    try {
      return Path.of(BareSender.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
