package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.replay.JobStart;
import io.eventpipeline.admin.replay.JobState;
import io.eventpipeline.admin.replay.ReplayJob;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.local.command.StopSignals;
import java.time.Duration;
import java.util.List;
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

  /** Goes on with a job that was counted, or whose runner died. Returns the exit status. */
  int goOn(String id) throws InterruptedException {
    ReplayJob job = jobs.find(id);
    if (job == null) {
      return Refusal.say("there is no job " + id + ", or no longer: count again what is left");
    }
    if (job.purges()) {
      return Refusal.say("the job " + id + " purges: its page in the dashboard runs it");
    }
    if (job.state() == JobState.COUNTING) {
      return Refusal.say("the job " + id + " is being counted: wait for it, or count again");
    }
    if (job.state().isOver()) {
      System.out.println(job.line());
      return status(job);
    }
    if (!job.isFree(connections.millis())) {
      return Refusal.say("the job " + id + " runs elsewhere: " + job.line());
    }
    return execute(job);
  }

  private int execute(ReplayJob job) throws InterruptedException {
    JobStart start = connections.start();
    StopSignals signals = StopSignals.listen(() -> Runtime.getRuntime().halt(KILLED));
    JobStart.Run run = start.prepare(job, by);
    System.out.println("job " + job.id() + ": if this ends early, go on with --job " + job.id());
    AtomicReference<@Nullable ReplayJob> end = new AtomicReference<>();
    AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
    // A signal interrupts the thread of the command. The job's own must end its batch in peace.
    Thread running =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end.set(run.run(() -> progress.showIfDue(() -> line(jobs.find(job.id())))));
                  } catch (RuntimeException e) {
                    failed.set(e);
                  }
                });
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
    return say(end.get());
  }

  private static int say(@Nullable ReplayJob end) {
    if (end == null) {
      System.out.println("Redis has lost the job: count again what is left");
      return 1;
    }
    System.out.println(end.line());
    return status(end);
  }

  private static int status(ReplayJob job) {
    return job.processed() == job.total() ? 0 : 1;
  }

  private static String line(@Nullable ReplayJob job) {
    return job == null ? "" : job.line();
  }
}
