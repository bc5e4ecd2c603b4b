package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.replay.JobRunner;
import io.eventpipeline.admin.replay.JobState;
import io.eventpipeline.admin.replay.ReplayJob;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.local.command.StopSignals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts dead letters, and replays them if the operator says so. One command, one thread. */
final class ReplayMany {
  private static final int SHOWN = 20;
  private static final int KILLED = 130;

  /** How long a stopping job may take: an acknowledgement of Kafka, and some scripts. */
  private static final Duration STOP = Duration.ofSeconds(15);

  private final ReplayJobs jobs;
  private final Connections connections;
  private final int rate;
  private final Operator by = Operator.atCommandLine();
  private final ProgressText progress = new ProgressText();

  ReplayMany(Connections connections, int rate) {
    this.connections = connections;
    this.jobs = connections.jobs();
    this.rate = rate;
  }

  /** Returns the exit status. */
  int run(DeadLetterFilter filter, boolean yes) throws InterruptedException {
    ReplayJob job =
        jobs.count(
            filter,
            rate,
            false,
            by,
            (looked, all, found) ->
                progress.show("looked at " + looked + " of " + all + ", " + found + " fit"));
    progress.end();
    if (job.total() == 0) {
      System.out.println("no dead letter fits " + filter);
      return 0;
    }
    System.out.println(
        job.total() + (job.hasMore() ? " or more" : "") + " dead letters fit " + filter);
    if (!yes) {
      show(job);
      return 0;
    }
    return execute(job);
  }

  private void show(ReplayJob job) {
    List<String> first = jobs.ids(job.id(), 0, SHOWN);
    first.forEach(id -> System.out.println("  " + id));
    if (job.total() > SHOWN) {
      System.out.println("  and " + (job.total() - SHOWN) + " more");
    }
    System.out.println(
        "add --yes to replay them" + (rate == 0 ? "" : ", at most " + rate + " a second"));
  }

  private int execute(ReplayJob job) throws InterruptedException {
    AuditNote note =
        AuditNote.of("replay-many", job.filter())
            .with("job", job.id())
            .with("count", Long.toString(job.total()));
    Audit audit = connections.audit();
    JobRunner runner = connections.runner();
    StopSignals signals = StopSignals.listen(() -> Runtime.getRuntime().halt(KILLED));
    String op = audit.begin(by, note);
    AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
    // A signal interrupts the thread of the command. The job's own must end its batch in peace.
    Thread running = Thread.ofVirtual().start(() -> runJob(runner, job.id(), failed));
    try {
      running.join();
    } catch (InterruptedException e) {
      if (!signals.isAsked()) {
        throw e;
      }
      signals.startStopping();
      System.out.println("stopping; press Ctrl-C again to end at once");
      JobState unused = jobs.stop(job.id());
      var ended = running.join(STOP);
    }
    progress.end();
    RuntimeException error = failed.get();
    if (error != null) {
      throw error;
    }
    ReplayJob end = jobs.find(job.id());
    if (end == null) {
      System.out.println("Redis has lost the job: count again what is left");
      return 1;
    }
    audit.end(op, by, note, end.state().name() + " " + line(end));
    System.out.println(line(end));
    return end.processed() == end.total() ? 0 : 1;
  }

  private void runJob(
      JobRunner runner, String job, AtomicReference<@Nullable RuntimeException> failed) {
    try {
      JobState unused = runner.run(job, () -> progress.showIfDue(() -> line(jobs.find(job))));
    } catch (RuntimeException e) {
      failed.set(e);
    }
  }

  private static String line(@Nullable ReplayJob job) {
    if (job == null) {
      return "";
    }
    String line =
        "%s: %d of %d looked at, %d processed, %d failed again, %d under way"
            .formatted(
                job.state().name().toLowerCase(Locale.ROOT),
                job.marked() + job.refused() + job.gone(),
                job.total(),
                job.processed(),
                job.failed(),
                Math.max(0, job.published() - job.processed() - job.failed() - job.stuck()));
    return line
        + part(job.refused(), "under way elsewhere")
        + part(job.gone(), "gone")
        + part(job.stuck(), "not run by any consumer");
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }
}
